import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadContent } from '../../src/content/content.ts'
import { answer, walk, type Setting } from '../../src/engine/journey.ts'
import { codesOf } from '../../src/engine/kinds.ts'
import type { Answers, Form, Question } from '../../src/engine/question.ts'

const content = loadContent()
const setting: Setting = { today: '2026-11-22', given: { gruppi: ['CA1', 'LA2', 'FA1'] } }
const journeys = [...content.journeys.values()]

/** A form that the question takes, chosen by a number. */
function formFor(question: Question, pick: number): Form {
  const codes = codesOf(question)
  if (question.kind === 'name') return { 'risposta.nome': 'Anna', 'risposta.cognome': 'Verdi' }
  if (question.kind === 'date') return { 'risposta.giorno': '1', 'risposta.mese': '5', 'risposta.anno': String(1940 + (pick % 80)) }
  if (question.kind === 'address') return { 'risposta.via': 'Via dei Pini 3', 'risposta.cap': '70032' }
  if (question.kind === 'counts') return { [`risposta.${codes[0]}`]: String(pick % 4) }
  if (question.kind === 'grid') return { [`risposta.${codes[0]}`]: question.levels?.[pick % question.levels.length]?.code ?? '' }
  if (question.kind === 'phone') return { risposta: '080 0000000' }
  if (question.kind === 'email') return { risposta: 'anna@example.org' }
  if (question.kind === 'text') return { risposta: 'parole' }
  if (question.kind === 'agree' || question.kind === 'notice') return { risposta: 'si' }
  const chosen = codes[pick % codes.length] ?? ''
  return { risposta: question.kind === 'many' ? [chosen, codes[(pick * 7) % codes.length] ?? chosen] : chosen }
}

/** Answers what is asked until the end; @returns answers and the questions in the order they were asked */
function play(journey: (typeof journeys)[number], picks: number[]): { answers: Answers; asked: string[]; ended: boolean } {
  let answers: Answers = {}
  const asked: string[] = []
  for (let turn = 0; turn <= journey.steps.length; turn++) {
    const { current } = walk(journey, content.questions, answers, setting)
    if (!current || current.exit) return { answers, asked, ended: true }
    asked.push(current.id)
    const outcome = answer(journey, content.questions, answers, current.id, formFor(current, picks[turn % picks.length] ?? 0), setting)
    if (!('answers' in outcome)) throw new Error(`${current.id}: ${JSON.stringify(outcome)}`)
    answers = outcome.answers
  }
  return { answers, asked, ended: false }
}

const picks = fc.array(fc.nat(97), { minLength: 1, maxLength: 60 })
const anyJourney = fc.constantFrom(...journeys)

describe('a conversation', () => {
  it('ends, whatever is answered, and never asks twice', () => {
    fc.assert(fc.property(anyJourney, picks, (journey, chosen) => {
      const { asked, ended } = play(journey, chosen)
      return ended && new Set(asked).size === asked.length
    }), { numRuns: 500 })
  })

  it('keeps every answer when one is changed, and asks only what the change opened', () => {
    fc.assert(fc.property(anyJourney, picks, fc.nat(), fc.nat(97), (journey, chosen, which, pick) => {
      const { answers } = play(journey, chosen)
      const before = walk(journey, content.questions, answers, setting).before
      const turn = before[which % Math.max(1, before.length)]
      if (!turn) return true
      const outcome = answer(journey, content.questions, answers, turn.question.id, formFor(turn.question, pick), setting)
      return 'answers' in outcome && Object.keys(answers).every((id) => id === turn.question.id || outcome.answers[id] === answers[id])
    }), { numRuns: 500 })
  })

  it('gives the same walk when a branch is closed and opened again', () => {
    fc.assert(fc.property(anyJourney, picks, fc.array(fc.tuple(fc.nat(), fc.nat(97)), { maxLength: 6 }), (journey, chosen, edits) => {
      const { answers } = play(journey, chosen)
      const first = walk(journey, content.questions, answers, setting)
      let edited = answers
      for (const [which, pick] of edits) {
        const { before } = walk(journey, content.questions, edited, setting)
        const turn = before[which % Math.max(1, before.length)]
        const outcome = turn && answer(journey, content.questions, edited, turn.question.id, formFor(turn.question, pick), setting)
        if (outcome && 'answers' in outcome) edited = outcome.answers
      }
      const again = walk(journey, content.questions, { ...edited, ...answers }, setting)
      return JSON.stringify(again.turns) === JSON.stringify(first.turns) && again.current?.id === first.current?.id
    }), { numRuns: 300 })
  })

  it('believes only the open path: answers of a closed branch are kept and count for nothing', () => {
    const journey = content.journeys.get('orientamento')!
    const open = { o_pericolo: 'no', o_per_chi: 'me', o_comune: 'A662', o_eta: '30-64', o_bisogni: ['casa'], c_dove: 'ospite' }
    const closed = { ...open, o_bisogni: ['lavoro'] }
    expect(walk(journey, content.questions, open, setting).facts.said.c_dove).toEqual(['ospite'])
    expect(walk(journey, content.questions, closed, setting).facts.said.c_dove).toBeUndefined()
    expect(walk(journey, content.questions, { ...closed, o_bisogni: ['casa', 'lavoro'] }, setting).facts.said.c_dove).toEqual(['ospite'])
  })

  it('does not take an answer to a question that is not on the path, nor to one further on', () => {
    const journey = content.journeys.get('orientamento')!
    expect(answer(journey, content.questions, {}, 'o_eta', { risposta: '65+' }, setting)).toEqual({ closed: true })
    expect(answer(journey, content.questions, {}, 'nessuna', {}, setting)).toEqual({ closed: true })
    expect(answer(journey, content.questions, {}, 'o_pericolo', { risposta: 'no' }, setting)).toEqual({ answers: { o_pericolo: 'no' } })
  })

  it('asks again what it no longer understands, after a change of content', () => {
    const journey = content.journeys.get('orientamento')!
    expect(walk(journey, content.questions, { o_pericolo: 'forse' }, setting).current?.id).toBe('o_pericolo')
    expect(walk(journey, content.questions, { o_pericolo: ['no'] }, setting).current?.id).toBe('o_pericolo')
  })
})
