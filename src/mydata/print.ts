import type { Pen } from '../receipt/document.ts'
import { taggedPdf } from '../receipt/document.ts'
import type { Voice } from '../templates.ts'
import type { MyData } from './mydata.ts'

type Line = string | { label: string; value: string }
type Section = { heading: string; parts: { title?: string; lines: Line[] }[] }

/** The same data as a tagged PDF/UA, to read, print and keep. @param at of the download @returns the bytes */
export const dataPdf = (data: MyData, at: Date, voice: Voice): Promise<Buffer> => taggedPdf({ title: voice.t('mydata.title'), at, voice }, (pen) => {
  pen.put('H1', voice.t('mydata.title'), { size: 20, strong: true, gap: 6 })
  pen.put('P', data.richiesta.numero, { size: 24, strong: true, gap: 6 })
  pen.put('P', voice.t('mydata.lead', { day: voice.day(data.scaricato_il), time: voice.time(data.scaricato_il) }), { size: 11 })
  pen.put('P', voice.t('mydata.signs'), { size: 11 })
  pen.space(0.4)
  for (const section of sectionsOf(data, voice)) write(pen, section)
})

function write(pen: Pen, { heading, parts }: Section): void {
  pen.put('H2', heading, { size: 14, strong: true })
  for (const { title, lines } of parts) {
    if (title) pen.put('H3', title, { size: 11, strong: true })
    for (const line of lines) pen.put('P', typeof line === 'string' ? line : `${line.label}: ${line.value}`, { size: 11 })
  }
  pen.space(0.4)
}

/** Everything in the order in which a person looks for it; what is empty says so. */
function sectionsOf(data: MyData, voice: Voice): Section[] {
  const { t, day } = voice
  const section = (name: string, parts: Section['parts']): Section =>
    ({ heading: t(`mydata.sections.${name}`), parts: parts.some(({ lines }) => lines.length) ? parts : [{ lines: [t('mydata.none')] }] })
  const row = (name: string, value: string | null) => (value ? [{ label: t(`mydata.rows.${name}`), value }] : [])
  return [
    section('request', [{ lines: requestLines(data, voice) }]),
    section('answers', [{ lines: data.risposte.map(({ domanda, testo }) => ({ label: domanda, value: testo.join(', ') })) }]),
    section('proposals', [{ lines: data.proposte.map(({ testo }) => testo) }]),
    section('contacts', [{ lines: data.contatti.map(({ domanda, testo, cambiato_il }) => ({ label: domanda, value: testo.join(', ') + (cambiato_il ? ` (${t('mydata.changed', { day: day(cambiato_il) })})` : '') })) }]),
    section('story', data.storia.map((told) => ({ title: `${day(told.quando)}: ${told.titolo}`, lines: [...row('message', told.messaggio), ...row('asked', told.chiesto.join(', ')), ...row('until', told.entro && day(told.entro)), ...row('way', told.come_hai_risposto), ...row('your_words', told.le_tue_parole)] }))),
    section('files', [{ lines: data.file.map(({ nome, tipo, byte, risponde_a, arrivato_il }) => t('mydata.file', { name: nome, type: t(`mydata.types.${tipo.replace('/', '_')}`), size: Math.ceil(byte / 1024), item: risponde_a.testo ?? risponde_a.codice, day: day(arrivato_il) })) }]),
    section('openings', [{ lines: data.aperture.map(({ giorno, ufficio, volte, copiata }) => `${giorno}: ${ufficio}${copiata ? `, ${t('follow.openings.out')}` : ''} (${t('follow.openings.times', { count: volte })})`) }]),
    section('uses', data.usi.map((use) => ({ title: t(`mydata.uses.${use.codice}`), lines: [...row('basis', use.base_giuridica), ...row('readers', use.chi_legge), ...row('kept', use.quanto_resta)] }))),
    section('receipt', [{ lines: [...(data.ricevuta?.righe ?? []), ...row('fingerprint', data.ricevuta?.impronta_sha256 ?? null)] }]),
    section('rights', [{ lines: [t('mydata.rights', { phone: data.ufficio.telefono, email: data.ufficio.email })] }]),
  ]
}

function requestLines({ richiesta, ufficio }: MyData, { t, day, time }: Voice): Line[] {
  const row = (name: string, value: string | null) => (value ? [{ label: t(`mydata.rows.${name}`), value }] : [])
  return [
    ...row('number', richiesta.numero), ...row('act', richiesta.atto.testo), ...row('asker', richiesta.chi_chiede?.testo ?? null),
    ...row('received', `${day(richiesta.arrivata_il)}, ${time(richiesta.arrivata_il)}`), ...row('due', day(richiesta.risposta_entro)), ...row('closed', richiesta.chiusa_il && day(richiesta.chiusa_il)),
    ...row('status', richiesta.stato.testo), ...row('office', [ufficio.ente, ufficio.sportello, ufficio.indirizzo].filter(Boolean).join(', ')), ...row('responsible', ufficio.responsabile),
    ...row('desk_why', richiesta.sportello_scelto_perche.testo), ...row('identification', richiesta.identificazione.testo),
    ...row('filled', t(richiesta.compilata_allo_sportello ? 'mydata.filled.desk' : 'mydata.filled.person')), ...row('channel', richiesta.canale.testo),
    ...row('from', richiesta.cominciata_dalla_richiesta), ...row('signals', richiesta.segnali.map(({ testo }) => testo).join(', ')),
  ]
}
