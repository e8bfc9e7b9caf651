import type { Content } from '../content/content.ts'
import type { Row } from '../dossiers/file.ts'
import { changesOf, presentRows } from '../follow/contacts.ts'
import { ageBand, isRealDate } from '../engine/dates.ts'
import { mayIdentify } from '../counter/identity.ts'
import type { Dossier, OpenDossier } from '../dossiers/dossiers.ts'
import type { Told } from '../events/events.ts'
import { inAddress } from '../dossiers/number.ts'
import { eventName } from '../events/names.ts'
import { newsIn, type News } from '../events/news.ts'
import type { Voice } from '../templates.ts'
import { comuneOf, findDesk } from '../territory/routing.ts'
import { todayInRome } from '../web/context.ts'
import { answerTo, sideBySide } from '../reading/languages.ts'
import { nextName } from './action.ts'

type NameOf = (id: number | null) => string | undefined

/** A row of the queue that does not open: its number, and what stands in clear. */
export const viewClosedRow = (content: Content, dossier: Dossier, voice: Voice) => ({
  closed: true as const, number: dossier.number, href: `/operatori/richieste/${inAddress(dossier.number)}`, act: voice.t(`requests.acts.${dossier.act}`),
  received: voice.day(dossier.receivedAt), status: statusName(content, dossier.status, voice),
  erased: dossier.erasedAt && voice.day(dossier.erasedAt),
})

/** A row of the queue: what to see before opening. No health facts here. */
export function viewRow(content: Content, { dossier, filed, news }: Pick<OpenDossier, 'dossier' | 'filed'> & { news: News[] }, voice: Voice, now: Date, nameOf: NameOf) {
  const today = todayInRome(now)
  return {
    number: dossier.number,
    href: `/operatori/richieste/${inAddress(dossier.number)}`,
    act: voice.t(`requests.acts.${dossier.act}`),
    received: voice.day(dossier.receivedAt),
    days: dossier.waitingSince ? daysBetween(todayInRome(new Date(dossier.waitingSince)), today) : undefined,
    due: voice.day(dossier.dueOn),
    late: dossier.waitingSince !== null && dossier.dueOn < today,
    comune: comuneOf(content, dossier.comune)?.name ?? answerTo(content, filed, 'o_comune', voice)[0],
    needs: answerTo(content, filed, 'o_bisogni', voice),
    age: ageOf(content, filed, voice, today),
    signals: filed.signals.map((signal) => voice.t(`staff.signals.${signal}`)),
    gaps: filed.gaps.length,
    status: statusName(content, dossier.status, voice),
    operator: nameOf(dossier.operator),
    urgent: dossier.rank === 0,
    news: toldNews(dossier, news).map((kind) => voice.t(`staff.news.${kind}`)),
  }
}

/** What came from the person, or back from a service, and nobody of us has done anything since (domain.md 2.9). Of what was filed before that was told apart: that they answered. */
function toldNews({ status, waitingSince, arrivedAt }: Dossier, news: News[]): News[] {
  const some = arrivedAt !== null || (status === 'integrazione_richiesta' && waitingSince !== null)
  return some && !news.length ? ['risposta'] : news
}

/** The dossier: the person's own words first, then the facts, then the rest. */
export function viewSheet(content: Content, opened: OpenDossier, voice: Voice, now: Date, nameOf: NameOf) {
  const { dossier, filed, story } = opened
  const rule = content.routing.find(({ id }) => id === dossier.routingRule)
  const rows = sideBySide(content, filed, rowsNow(content, opened, voice, now), voice).filter(({ id }) => id !== 'bisogno_parole_tue')
  return {
    ...viewRow(content, { dossier, filed, news: newsIn(story, dossier.arrivedAt) }, voice, now, nameOf),
    revision: dossier.revision,
    words: filed.words,
    chosen: filed.chosen,
    parts: partsOf(rows.filter(({ category }) => category === 'com'), voice),
    from: filed.from,
    routing: { rule: dossier.routingRule, reason: rule ? voice.text(rule.reason) : voice.t(dossier.transferredFrom === null ? 'triage.routed_before' : 'triage.routed_by_transfer') },
    story: story.toReversed().map((told) => ({
      at: `${voice.day(told.at)}, ${voice.time(told.at)}`, title: statusName(content, told.status, voice), kind: eventName(voice, told.kind),
      operator: nameOf(told.operator), to: told.detail.operatorName, message: told.detail.message, words: told.detail.words, reason: told.detail.reason, answered: told.detail.answer && itemName(content, told.detail.answer.item, voice),
      items: (told.detail.items ?? []).map((code) => itemName(content, code, voice)),
      until: told.detail.until && voice.day(told.detail.until),
      plan: planOf(content, told, voice),
    })),
    versions: { content: filed.content, journey: filed.journey, privacy: filed.privacy },
    channel: voice.t(`staff.channels.${dossier.channel}`),
    lang: filed.lang,
    filledBy: nameOf(dossier.filledBy),
    mayIdentify: mayIdentify(dossier),
    identification: voice.t(`staff.identification.${dossier.identification}`),
  }
}

/** What was planned or decided besides: priority, next date, a new term, where it went. */
function planOf(content: Content, { detail: { priority, next, desk, due } }: Told, voice: Voice): string[] {
  return [
    ...(priority ? [voice.t('triage.priority_told', { priority })] : []),
    ...(next ? [voice.t('triage.next_told', { day: voice.day(next.on), what: nextName(content, next.what, voice) })] : []),
    ...(due ? [voice.t('triage.due_told', { day: voice.day(due), source: voice.text(content.terms.reopened.source) })] : []),
    ...(desk ? [voice.t('triage.desk_told', { desk: voice.text(findDesk(content, desk)?.name ?? { it: desk }) })] : []),
  ]
}

const itemName = (content: Content, code: string, voice: Voice) => voice.text(content.missingItems.find((i) => i.code === code)?.label ?? { it: code })

const statusName = (content: Content, code: string, voice: Voice) => {
  const status = content.workflow.statuses.find((s) => s.code === code)
  return status ? voice.text(status.name) : code
}

const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** The age band said, or the one of the birth date: a queue needs no birthday. */
function ageOf(content: Content, filed: OpenDossier['filed'], voice: Voice, today: string): string | undefined {
  const birth = filed.birth ?? filed.answers.persona_data_nascita
  if (typeof birth !== 'string' || !isRealDate(birth)) return answerTo(content, filed, 'o_eta', voice)[0]
  const band = content.questions.get('o_eta')?.options?.find(({ code }) => code === ageBand(birth, today))
  return band && voice.text(band.label)
}

/** The rows as they are now; beside the contacts that the person changed, when. */
function rowsNow(content: Content, { filed, story }: OpenDossier, voice: Voice, now: Date): (Row & { changed?: string })[] {
  const changes = changesOf(content, filed, story)
  return presentRows(filed, story, { voice, aboutOther: filed.aboutOther, content }, todayInRome(now)).map((row) => {
    const at = changes.get(row.id)
    return at ? { ...row, changed: voice.t('staff.sheet.changed', { day: voice.day(at) }) } : row
  })
}

/** The facts, under the heading of the part where they were asked. */
function partsOf(rows: Row[], voice: Voice) {
  return [...Map.groupBy(rows, ({ part }) => part)].map(([part, of]) => ({ name: voice.t(`staff.parts.${part || 'altro'}`), rows: of }))
}
