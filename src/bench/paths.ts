import type { Content, Family } from '../content/content.ts'
import { readability } from '../content/readability.ts'
import { answerForm } from './replies.ts'
import { answer, walk, type Walk } from '../engine/journey.ts'
import type { Answers, Form } from '../engine/question.ts'

/** How somebody who does not exist answers: all that is asked, or nothing that can be left out. */
export type Manner = 'complete' | 'silent'

/** A whole request: the questions asked, with the form that answered each, and where it ended. */
export type Path = { turns: { id: string; form: Form }[]; walked: Walk; answers: Answers; chosen: string[] }

type Request = { act: string; family: Family; manner: Manner; today: string; oriented?: boolean }

/** The need that goes with an axis. */
const needs: Record<string, string> = { casa: 'casa', lavoro: 'lavoro', socialita: 'stare_insieme', trasversale: 'famiglia' }

/**
 * Walks a request of one act for one family to its end.
 * @param oriented the orientation came first: what it learnt is not asked again
 * @throws where a question does not take the answer, or the path does not end
 */
export function pathOf(content: Content, { act, family, manner, today, oriented = false }: Request): Path {
  const slug = family.reveals_condition ? family.group : family.slug
  const chosen = act === 'segnalazione' ? [] : [slug]
  const group = content.groups.get(family.group)?.code
  const need = needs[family.axis] ?? 'non_so'
  const setting = { today, given: { gruppi: group && chosen.length ? [group] : [] } }
  const learnt = oriented ? follow(content, 'orientamento', {}, manner, need, { today }).answers : {}
  return { ...follow(content, 'richiesta', { ...learnt, natura_atto: act }, manner, need, setting), chosen }
}

function follow(content: Content, id: string, begun: Answers, manner: Manner, need: string, setting: Parameters<typeof walk>[3]): Omit<Path, 'chosen'> {
  const journey = content.journeys.get(id)
  if (!journey) throw new Error(`no journey ${id}`)
  const turns: Path['turns'] = []
  let answers = begun
  for (let walked = walk(journey, content.questions, answers, setting); ; walked = walk(journey, content.questions, answers, setting)) {
    if (!walked.current) return { turns, walked, answers }
    const form = answerForm(walked.current, manner, need)
    const outcome = answer(journey, content.questions, answers, walked.current.id, form, setting)
    if (!('answers' in outcome)) throw new Error(`${id}, ${walked.current.id}: ${JSON.stringify(outcome)}`)
    turns.push({ id: walked.current.id, form })
    answers = outcome.answers
  }
}

/** A row of `npm run requests`: how long a request is, and how easy to read. */
export type Row = { act: string; family: string; questions: number; oriented: number; silent: number; words: number; gulpease: number }

/** Every act for every family that citizens may ask. @param today ISO date */
export function measure(content: Content, today: string): Row[] {
  const acts = content.questions.get('natura_atto')?.options?.map(({ code }) => code) ?? []
  const families = [...content.families.values()].filter((family) => family.citizen_facing)
  return acts.flatMap((act) => families.map((family) => {
    const asked = (more: Partial<Request>) => pathOf(content, { act, family, manner: 'complete', today, ...more }).turns
    const blocks = asked({}).flatMap(({ id }) => {
      const question = content.questions.get(id)
      return [question?.label.it, question?.help?.it, question?.why?.it].filter((words) => words !== undefined)
    })
    const { words, gulpease } = readability(blocks)
    return { act, family: family.slug, questions: asked({}).length, oriented: asked({ oriented: true }).length, silent: asked({ manner: 'silent' }).length, words, gulpease }
  }))
}
