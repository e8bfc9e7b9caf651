import type { OpenDossier } from '../dossiers/dossiers.ts'
import type { Form } from '../engine/question.ts'
import type { Language } from '../engine/text.ts'
import type { Told } from '../events/events.ts'
import { openNotice } from '../follow/observations.ts'
import type { App } from '../web/context.ts'
import type { Decision, Given } from './decisions.ts'

/** Of an observation so much is said again in the answer, that one knows which it is. */
const quoted = 300
const longestAnswer = 2000

/** What the person wrote before the refusal: each is answered (L. 241/1990, art. 10-bis; domain.md 4.3). */
export const toAnswer = ({ asks }: Decision, opened: Pick<OpenDossier, 'dossier' | 'story'>): Told[] => (asks.includes('observations') ? (openNotice(opened)?.said ?? []) : [])

/** The answers as they were typed, by observation. */
export function readAnswers(form: Form): Record<string, string> {
  const typed = Object.entries(form).flatMap(([name, value]) => {
    const [, id] = /^osservazione_(\d{1,15})$/.exec(name) ?? []
    return id ? [[id, [value].flat().at(-1)?.trim().slice(0, longestAnswer) ?? ''] as const] : []
  })
  return Object.fromEntries(typed)
}

export const isAnswered = (said: Told[], { answers }: Given): boolean => said.every(({ id }) => Boolean(answers[id]))

/** The text of the decision with the answer to each observation: so it stands in the story, in the letter and on the person's page. */
export function withAnswers(app: App, { filed }: OpenDossier, said: Told[], { answers }: Given, message: string): string {
  const { t, day } = app.templates.voice(filed.lang as Language)
  const pairs = said.map(({ id, at, detail }) => {
    const words = detail.words ?? ''
    return t('triage.observations.pair', { day: day(at), words: [...words].length > quoted ? `${[...words].slice(0, quoted).join('')}…` : words, answer: answers[id] ?? '' })
  })
  return [message, ...(pairs.length ? [t('triage.observations.answers'), ...pairs] : [])].filter(Boolean).join('\n\n')
}
