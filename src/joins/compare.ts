import type { Content } from '../content/content.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import type { Row } from '../dossiers/file.ts'
import { presentRows } from '../follow/contacts.ts'
import { fold } from '../search/italian.ts'
import type { Voice } from '../templates.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import { todayInRome } from '../web/context.ts'

export type Compared = { label: string; values: [string, string]; differs: boolean }
type About = { content: Content; voice: Voice; now: Date }

/** Two requests side by side: what each says of itself, then the answers. Nothing of special categories but the person's own words. */
export function compare(about: About, a: OpenDossier, b: OpenDossier): Compared[] {
  const [left, right] = [linesOf(about, a), linesOf(about, b)]
  const labels = new Map([...left, ...right].map(({ id, label }) => [id, label]))
  const said = (lines: Line[], id: string) => lines.find((line) => line.id === id)?.value ?? ''
  return [...labels].map(([id, label]): Compared => {
    const values: [string, string] = [said(left, id), said(right, id)]
    return { label, values, differs: plain(values[0]) !== plain(values[1]) }
  })
}

type Line = { id: string; label: string; value: string }

function linesOf({ content, voice, now }: About, { dossier, filed, story }: OpenDossier): Line[] {
  const { t, text, day } = voice
  const status = content.workflow.statuses.find(({ code }) => code === dossier.status)
  const desk = deskOrWelcome(content, dossier.desk)
  const rows = presentRows(filed, story, { voice, aboutOther: filed.aboutOther, content }, todayInRome(now)).filter(({ id, category }) => category === 'com' && id !== 'natura_atto')
  return [
    { id: '.act', label: t('joins.rows.act'), value: t(`requests.acts.${dossier.act}`) },
    { id: '.received', label: t('joins.rows.received'), value: day(dossier.receivedAt) },
    { id: '.status', label: t('joins.rows.status'), value: status ? text(status.name) : dossier.status },
    { id: '.desk', label: t('joins.rows.desk'), value: desk ? text(desk.name) : dossier.desk },
    { id: '.words', label: t('joins.rows.words'), value: filed.words ?? '' },
    ...rows.map(({ id, label, answer }: Row) => ({ id, label, value: answer.join(', ') })),
  ]
}

/** Capitals, accents, spaces and signs make no difference: people write them as they come. */
const plain = (words: string): string => fold(words).replaceAll(/[^\p{L}\p{N}]/gu, '')
