import type { Asker, Content } from '../content/content.ts'
import { toldToPerson, type Told } from '../events/events.ts'
import type { Voice } from '../templates.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import { viewDesk, type DeskView } from '../territory/desks.ts'
import type { OpenDossier } from './dossiers.ts'

export type StatusView = {
  number: string; act: string; status: string; next: string; due: string; term: string; received: string; open: boolean
  /** What the person must do, if anything: it comes first. */
  todo: { code: string; label: string; why: string; where: string; otherwise: string }[]
  until: string | undefined
  story: { at: string; title: string; message: string | undefined; items: string[] }[]
  desk: DeskView
}

/** What the sender of a request sees afterwards (askers.yaml); of requests filed before that was kept, a report shows only that it arrived. */
export const sightOf = ({ dossier, filed }: OpenDossier): Asker['sees'] => filed.sight ?? (dossier.act === 'segnalazione' ? 'ricevuta' : 'tutto')

/** A request as the person who sent it sees it: never a note, never a name of another office. */
export function viewStatus(content: Content, { dossier, story }: OpenDossier, voice: Voice, now: Date): StatusView {
  const status = content.workflow.statuses.find(({ code }) => code === dossier.status)
  const desk = deskOrWelcome(content, dossier.desk)
  if (!status || !desk) throw new Error(`dossier ${dossier.id}: status ${dossier.status} is not in the content`)
  const asked = askedNow({ dossier, story })
  return {
    number: dossier.number,
    act: voice.t(`requests.acts.${dossier.act}`),
    status: voice.text(status.citizen ?? { it: status.code }),
    next: status.next ? voice.text(status.next) : '',
    due: voice.day(dossier.dueOn),
    term: voice.text(content.territory.term.source),
    received: voice.day(dossier.receivedAt),
    open: status.open,
    todo: (asked?.detail.items ?? []).flatMap((code) => viewItem(content, code, voice)),
    until: asked?.detail.until && voice.day(asked.detail.until),
    story: toldToPerson(story).toReversed().map((told) => viewTold(content, told, voice)),
    desk: viewDesk(content, desk, voice, now),
  }
}

/** The request for what is missing that is open now, if any: the last one. */
export const askedNow = ({ dossier, story }: Pick<OpenDossier, 'dossier' | 'story'>): Told | undefined =>
  dossier.status === 'integrazione_richiesta' ? story.findLast(({ kind }) => kind === 'integra') : undefined

/** What is told by what happened: the status stays the same. */
const ofAgenda = new Set(['tentativo', 'parlato', 'appuntamento', 'appuntamento_spostato', 'appuntamento_disdetto', 'appuntamento_annullato', 'appuntamento_fatto', 'appuntamento_mancato'])

/** What the person reads of it, where that is not the status: empty if it is. */
function titleOf({ kind, detail }: Told, { t }: Voice): string {
  if (detail.words) return t('follow.observations.told')
  if (detail.answer) return t('attachments.told')
  if (detail.contacts) return t('follow.contacts.told')
  if (kind === 'consenso_ritirato') return t('referrals.withdraw.told')
  if (kind === 'lettera_spedita') return t('paper.told')
  return ofAgenda.has(kind) ? t(`agenda.told.${kind}`) : ''
}

function viewTold(content: Content, told: Told, voice: Voice) {
  const status = content.workflow.statuses.find(({ code }) => code === told.status)
  return {
    at: voice.day(told.at),
    title: titleOf(told, voice) || (status?.citizen ? voice.text(status.citizen) : ''),
    message: told.detail.message ?? (told.detail.due && voice.t('follow.status.due_anew', { day: voice.day(told.detail.due) })),
    items: [...(told.detail.items ?? []), ...(told.detail.answer ? [told.detail.answer.item] : [])].flatMap((code) => viewItem(content, code, voice)).map(({ label }) => label),
  }
}

function viewItem(content: Content, code: string, voice: Voice) {
  const item = content.missingItems.find((i) => i.code === code)
  return item ? [{ code, label: voice.text(item.label), why: voice.text(item.why), where: voice.text(item.where), otherwise: voice.text(item.otherwise) }] : []
}
