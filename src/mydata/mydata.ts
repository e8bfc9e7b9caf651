import type { Attachment } from '../attachments/attachments.ts'
import type { Content } from '../content/content.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import type { Row } from '../dossiers/file.ts'
import { receiptLines } from '../dossiers/receipt.ts'
import { viewStatus } from '../dossiers/status.ts'
import type { Answer, Answers } from '../engine/question.ts'
import { toldToPerson } from '../events/events.ts'
import { changesOf, contactsOf, presentRows } from '../follow/contacts.ts'
import type { Opening } from '../follow/openings.ts'
import type { Voice } from '../templates.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import { todayInRome } from '../web/context.ts'

/** Grows when a key goes away or changes its meaning; a new key leaves it as it is. */
export const schemaVersion = 1

export type Given = { content: Content; opened: OpenDossier; files: Map<number, Attachment>; openings: Opening[]; voice: Voice; now: Date }
export type MyData = ReturnType<typeof myData>

/**
 * All that is kept of a request, for the person it is of (GDPR art. 15; art. 20 does not hold for a public task): codes and words, what they see of the story, who opened it,
 * on what law. No note of staff, no name of who works here, no reason written for colleagues.
 */
export function myData(given: Given) {
  const { content, opened: { dossier, filed }, openings, voice, now } = given
  const { t } = voice
  const status = viewStatus(content, given.opened, voice, now)
  const asker = content.askers.find(({ code }) => code === filed.asker)
  return {
    schema: { nome: 'approdo-i-miei-dati', versione: schemaVersion },
    scaricato_il: now.toISOString(),
    ufficio: officeOf(given),
    richiesta: {
      numero: dossier.number,
      atto: { codice: dossier.act, testo: status.act },
      chi_chiede: asker ? { codice: asker.code, testo: voice.text(asker.name) } : null,
      per_un_altra_persona: filed.aboutOther,
      arrivata_il: dossier.receivedAt, risposta_entro: dossier.dueOn, cambiata_il: dossier.updatedAt, chiusa_il: dossier.closedAt,
      stato: { codice: dossier.status, testo: status.status },
      identificazione: { codice: dossier.identification, testo: t(`mydata.identification.${dossier.identification}`) },
      canale: { codice: dossier.channel, testo: t(`staff.channels.${dossier.channel}`) },
      compilata_allo_sportello: dossier.filledBy !== null,
      cominciata_dalla_richiesta: filed.from ?? null,
      lingua: filed.lang,
      sportello_scelto_perche: { codice: dossier.routingRule, testo: textOf(content.routing.find(({ id }) => id === dossier.routingRule)?.reason, voice) },
      segnali: filed.signals.map((code) => ({ codice: code, testo: t(`staff.signals.${code}`) })),
      versioni: { contenuti: filed.content, domande: filed.journey.version, informativa: filed.privacy },
    },
    ...answersOf(given),
    proposte: filed.chosen.map(({ slug, title }) => ({ codice: slug, testo: title })),
    storia: storyOf(given, status.story),
    aperture: openings.map(({ day, office, times, out }) => ({ giorno: day, ufficio: office, volte: times, copiata: out })),
    file: filesOf(given),
    ricevuta: filed.receipt ? { righe: receiptLines(filed.receipt), impronta_sha256: dossier.fingerprint } : null,
    usi: usesOf(given),
  }
}

const textOf = (text: Parameters<Voice['text']>[0] | undefined, voice: Voice) => (text ? voice.text(text) : null)

function officeOf({ content, opened: { dossier }, voice }: Given) {
  const { authority } = content.territory
  const desk = deskOrWelcome(content, dossier.desk)
  return { ente: authority.office, responsabile: authority.responsible, email: authority.email, sportello: textOf(desk?.name, voice), indirizzo: desk ? `${desk.address}, ${desk.comune}` : null, telefono: desk?.phone ?? null }
}

/** What was sent, as the person saw it; and apart, how to reach them now. */
function answersOf({ content, opened: { filed, story }, voice, now }: Given) {
  const contacts = contactsOf(content, filed, story)
  const changes = changesOf(content, filed, story)
  const present = presentRows(filed, story, { voice, aboutOther: filed.aboutOther, content }, todayInRome(now))
  return {
    risposte: filed.rows.map((row) => viewRow(content, row, filed.answers)),
    contatti: present.filter(({ id }) => contacts[id] !== undefined).map((row) => ({ ...viewRow(content, row, contacts), cambiato_il: changes.get(row.id) ?? null })),
  }
}

function viewRow(content: Content, { id, label, answer, category }: Row, answers: Answers) {
  const said: Answer | null = answers[id] ?? null
  return { codice: id, domanda: label, risposta: said, testo: answer, dato_delicato: category === 'part', uso: content.questions.get(id)?.processing ?? null }
}

function storyOf({ content, opened: { story }, voice }: Given, seen: ReturnType<typeof viewStatus>['story']) {
  const own = new Set(content.workflow.citizen_moves.map(({ code }) => code))
  const shown = seen.toReversed()
  return toldToPerson(story).map(({ at, kind, status, detail }, i) => ({
    quando: at, stato: status, titolo: shown[i]?.title ?? '', messaggio: detail.message ?? null, chiesto: shown[i]?.items ?? [], entro: detail.until ?? detail.due ?? null,
    come_hai_risposto: detail.answer ? voice.t(`attachments.how.${detail.answer.way}`) : null,
    /** What the person wrote, never what staff wrote for each other. */
    le_tue_parole: detail.answer?.words ?? detail.words ?? (own.has(kind) ? detail.reason : undefined) ?? null,
  }))
}

const filesOf = ({ content, files, voice }: Given) => [...files.values()].map(({ name, type, size, at, item }) => ({
  nome: name, tipo: type, byte: size, arrivato_il: at, risponde_a: { codice: item, testo: textOf(content.missingItems.find(({ code }) => code === item)?.label, voice) },
}))

/** On what law each thing is used, who reads it, how long it is kept: of the uses that this request has. */
function usesOf({ content, opened: { filed }, voice }: Given) {
  const used = new Set(['atto', ...filed.rows.map(({ id }) => content.questions.get(id)?.processing)])
  return [...content.processing.values()].filter(({ code }) => used.has(code)).map(({ code, basis, readers, kept, retention }) => {
    const rule = content.retention.get(retention)
    return { codice: code, base_giuridica: voice.text(basis), chi_legge: voice.text(readers), quanto_resta: voice.text(kept), conservazione: rule ? { codice: rule.code, testo: textOf(rule.name, voice), ...keepOf(rule.keep), fonte: rule.source } : null }
  })
}

const keepOf = (keep: { hours: number } | { days: number } | { months: number }) =>
  ('months' in keep ? { mesi: keep.months } : 'days' in keep ? { giorni: keep.days } : { ore: keep.hours })
