import { may } from '../accounts/roles.ts'
import type { Content } from '../content/content.ts'
import type { Dossier, OpenDossier } from '../dossiers/dossiers.ts'
import { actsAs } from '../dossiers/manager.ts'
import { languages, type Text } from '../engine/text.ts'
import type { Form } from '../engine/question.ts'
import { replyUntil } from '../terms/terms.ts'
import { addDays } from '../territory/holidays.ts'
import type { Voice } from '../templates.ts'
import { todayInRome, type App, type StaffMember } from '../web/context.ts'
import { field } from '../web/form.ts'
import { attempted } from '../agenda/attempted.ts'
import { managersFor } from '../assignment/assignment.ts'
import { allowed, nobody, type Decision, type Given } from './decisions.ts'
import { heldBack } from './decide.ts'
import { readAnswers, toAnswer } from './observations.ts'
import { otherDesks } from './transfer.ts'

/** Days that the person has to send what is missing, unless others are chosen (domain.md 2.9). */
const itemDays = 30

/** Reads the one form. Of what the role may not give, and of what stays as it was, nothing is read. */
export function readAction(app: App, form: Form, { role }: StaffMember, dossier: Dossier): { code: string; given: Given } {
  const { content } = app
  const words = (name: string, most: number) => field(form, name).trim().slice(0, most)
  const one = (name: string, codes: string[]) => codes.find((code) => code === field(form, name)) ?? ''
  const who = `segue_${field(form, 'decisione')}`
  const asked = [...new Set([form.elementi ?? []].flat())]
  const priority = may(role, 'priority') ? one('priorita', content.priorities.map(({ code }) => code)) : ''
  return {
    code: field(form, 'decisione'),
    given: {
      answers: readAnswers(form),
      message: words('messaggio', 2000), reason: words('motivo', 500), until: words('entro', 10), nextOn: words('prossima', 10),
      items: asked.filter((item) => content.missingItems.some(({ code }) => code === item)),
      nextWhat: one('cosa', content.workflow.next.map(({ code }) => code)), desk: one('sportello', otherDesks(content, dossier).map(({ slug }) => slug)),
      priority: priority === dossier.priority ? '' : priority, priorityReason: words('priorita_motivo', 200),
      manager: field(form, who) && (one(who, managersFor(app, dossier).map(({ id }) => String(id))) || nobody),
    },
  }
}

type Typed = { code?: string | undefined; typed?: Given | undefined }

/** The one form of the dossier: what the role may do from this status, and the fields for it. undefined where there is nothing to do. */
export function viewAction(app: App, member: StaffMember, opened: OpenDossier, voice: Voice, { code, typed }: Typed) {
  const { content } = app
  const { dossier, filed } = opened
  const decisions = allowed(content.workflow, dossier.status, ...actsAs(content, member, dossier)).filter(({ elsewhere }) => !elsewhere)
  if (!decisions.length) return undefined
  const today = todayInRome(app.now())
  const chosen = decisions.find((one) => one.code === code)
  const direct = decisions.find(({ primary, asks }) => primary && asks.length === 0)
  return {
    direct: direct && { code: direct.code, label: voice.text(direct.label) },
    choices: decisions.map((one) => viewChoice(app, one, opened, voice, one === chosen)).sort((a, b) => Number(b.primary) - Number(a.primary)),
    items: content.missingItems.map((item) => ({ code: item.code, label: voice.text(item.label), why: voice.text(item.why), where: voice.text(item.where), otherwise: voice.text(item.otherwise), checked: typed?.items.includes(item.code) ?? false })),
    desks: otherDesks(content, dossier).map(({ slug, name, comune }) => ({ slug, name: voice.text(name), comune })),
    managers: managersFor(app, dossier).map(({ id, name, role }) => ({ id, name, role, chosen: String(id) === (typed?.manager && typed.manager !== nobody ? typed.manager : String(member.id)), me: id === member.id })),
    next: content.workflow.next.map((step) => ({ code: step.code, label: voice.text(step.label) })),
    priorities: may(member.role, 'priority') ? prioritiesOf(content, voice, typed?.priority || dossier.priority) : [],
    current: { priority: dossier.priority, on: dossier.nextOn && voice.day(dossier.nextOn), what: nextName(content, dossier.nextWhat, voice) },
    typed, today, until: typed?.until || addDays(today, itemDays), revision: dossier.revision, lang: filed.lang,
  }
}

function viewChoice(app: App, decision: Decision, opened: OpenDossier, voice: Voice, checked: boolean) {
  const { code, label, help, asks, primary, message, suspends } = decision
  const held = heldBack(app, decision, opened)
  return {
    code, label: voice.text(label), help: help && voice.text(help), primary, checked, items: asks.includes('items'), desk: asks.includes('desk'), manager: asks.includes('manager'), said: toAnswer(decision, opened).map(({ id, at, detail }) => ({ id, at: `${voice.day(at)}, ${voice.time(at)}`, words: detail.words ?? '' })),
    needs: asks.includes('reason') ? (asks.includes('message') && !message ? 'both' : 'reason') : asks.includes('message') && !message ? 'message' : undefined,
    held: held === 'attempts' ? voice.t('triage.held.attempts', { ...app.content.terms.attempts, ...soFar(app, opened.dossier) }) : held && voice.t(`triage.held.${held}`),
    reply: suspends === 'preavviso' ? voice.day(replyUntil(app.content, opened.dossier.desk, todayInRome(app.now()))) : undefined,
    suggested: message && suggestionOf(message, opened.filed.lang),
  }
}

const soFar = (app: App, { id }: Dossier) => {
  const { count, channels, days } = attempted(app.db, app.content, id)
  return { made: count, on: channels, over: days }
}

/** The neutral words, in the person's language where there are any, always with Italian beside. */
function suggestionOf(message: Text, lang: string) {
  const theirs = languages.find((one) => one === lang && one !== 'it' && message[one])
  return { it: message.it, ...(theirs ? { theirs: { words: message[theirs] ?? '', lang: theirs } } : {}) }
}

const prioritiesOf = ({ priorities }: Content, voice: Voice, chosen: string | null) => priorities.map(({ code, name, criteria, contact }) =>
  ({ code, name: voice.text(name), criteria: criteria.map((text) => voice.text(text)).join('; '), contact: voice.text(contact), checked: code === chosen }))

/** What the next date is for; a code that the content no longer has stays as it is. */
export const nextName = ({ workflow }: Content, what: string | null, voice: Voice): string | undefined => {
  const step = workflow.next.find(({ code }) => code === what)
  return step ? voice.text(step.label) : (what ?? undefined)
}
