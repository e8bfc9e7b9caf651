import type { Attachment } from '../attachments/attachments.ts'
import type { Content } from '../content/content.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import { eventName } from '../events/names.ts'
import { presentRows } from '../follow/contacts.ts'
import type { Voice } from '../templates.ts'
import { deskOrWelcome } from '../territory/routing.ts'
import { todayInRome } from '../web/context.ts'

/** Grows when a key goes away or changes its meaning. */
const schemaVersion = 1
/** Whose reason may speak of health: it stays where that part is read. */
const reserved = 'aperta_parte_riservata'

export type Given = { content: Content; opened: OpenDossier; files: Map<number, Attachment>; names: Map<number, string>; voice: Voice; now: Date }
export type DossierFile = ReturnType<typeof fileOf>

/** One dossier, to be handed to the ente's own file (domain.md 4.3, "Social file"). Neither notes nor answers of special categories: it says how many are left out. */
export function fileOf(given: Given) {
  const { content, opened: { dossier, filed, story }, voice, now } = given
  const { t, text } = voice
  const rows = presentRows(filed, story, { voice, aboutOther: filed.aboutOther, content }, todayInRome(now)).filter(({ id }) => id !== 'bisogno_parole_tue')
  const desk = deskOrWelcome(content, dossier.desk)
  return {
    schema: { nome: 'approdo-fascicolo', versione: schemaVersion },
    esportato_il: now.toISOString(),
    numero: dossier.number, atto: { codice: dossier.act, testo: t(`requests.acts.${dossier.act}`) }, stato: { codice: dossier.status, testo: statusName(content, dossier.status, voice) },
    priorita: dossier.priority, arrivata_il: dossier.receivedAt, risposta_entro: dossier.dueOn, chiusa_il: dossier.closedAt,
    sportello: desk ? text(desk.name) : dossier.desk, ambito: dossier.ambito, segue: given.names.get(dossier.operator ?? 0) ?? null,
    canale: t(`staff.channels.${dossier.channel}`), identificazione: t(`staff.identification.${dossier.identification}`), lingua: filed.lang, impronta_sha256: dossier.fingerprint,
    parole: filed.words ?? null,
    risposte: rows.filter(({ category }) => category === 'com').map(({ id, label, answer, unknown }) => ({ codice: id, domanda: label, testo: answer, da_chiedere: unknown })),
    risposte_delicate_non_comprese: rows.filter(({ category }) => category === 'part').length,
    proposte: filed.chosen.map(({ slug, title }) => ({ codice: slug, testo: title })),
    allegati: [...given.files.values()].map(({ item, type, at }) => ({ risponde_a: itemName(content, item, voice), tipo: type, arrivato_il: at })),
    storia: storyOf(given),
  }
}

const storyOf = ({ content, opened: { story }, names, voice }: Given) => story.map(({ at, kind, status, operator, detail }) => ({
  quando: at, fatto: { codice: kind, testo: eventName(voice, kind) }, stato: statusName(content, status, voice), operatore: names.get(operator ?? 0) ?? null,
  messaggio: detail.message ?? null, scritto_dalla_persona: detail.words ?? null, motivo: kind === reserved ? null : (detail.reason ?? null), chiesto: (detail.items ?? []).map((code) => itemName(content, code, voice)), entro: detail.until ?? detail.due ?? null,
}))

const itemName = (content: Content, code: string, voice: Voice): string => voice.text(content.missingItems.find((item) => item.code === code)?.label ?? { it: code })

const statusName = (content: Content, code: string, voice: Voice): string => voice.text(content.workflow.statuses.find((status) => status.code === code)?.name ?? { it: code })
