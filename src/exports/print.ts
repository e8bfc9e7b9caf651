import { taggedPdf, type Pen } from '../receipt/document.ts'
import type { Voice } from '../templates.ts'
import type { DossierFile } from './file.ts'

/** The same file as a tagged PDF/UA. @returns the bytes */
export const filePdf = (file: DossierFile, at: Date, voice: Voice): Promise<Buffer> => taggedPdf({ title: voice.t('exports.file.title'), at, voice }, (pen) => {
  const { t, day, time } = voice
  pen.put('H1', t('exports.file.title'), { size: 20, strong: true, gap: 6 })
  pen.put('P', file.numero, { size: 24, strong: true, gap: 6 })
  pen.put('P', t('exports.file.lead', { day: day(file.esportato_il), time: time(file.esportato_il) }), { size: 11 })
  for (const { heading, lines } of sectionsOf(file, voice)) section(pen, heading, lines.length ? lines : [t('exports.file.none')])
})

function section(pen: Pen, heading: string, lines: string[]): void {
  pen.put('H2', heading, { size: 14, strong: true })
  for (const line of lines) pen.put('P', line, { size: 11 })
  pen.space(0.4)
}

function sectionsOf(file: DossierFile, { t, day }: Voice): { heading: string; lines: string[] }[] {
  const heading = (name: string) => t(`exports.file.sections.${name}`)
  const left = file.risposte_delicate_non_comprese
  return [
    { heading: heading('words'), lines: file.parole ? [file.parole] : [] },
    { heading: heading('state'), lines: stateLines(file, { t, day }) },
    { heading: heading('answers'), lines: [...file.risposte.map(({ domanda, testo }) => `${domanda}: ${testo.join(', ')}`), ...(left ? [t('exports.file.left_out', { count: left })] : [])] },
    { heading: heading('proposals'), lines: file.proposte.map(({ testo }) => testo) },
    { heading: heading('files'), lines: file.allegati.map(({ risponde_a: of, arrivato_il: at }) => `${of} (${day(at)})`) },
    { heading: heading('story'), lines: file.storia.map((told) => storyLine(told, { t, day })) },
  ]
}

function stateLines(file: DossierFile, { t, day }: Pick<Voice, 't' | 'day'>): string[] {
  const row = (name: string, value: string | null) => (value ? [`${t(`exports.file.rows.${name}`)}: ${value}`] : [])
  return [
    ...row('status', file.stato.testo), ...row('act', file.atto.testo), ...row('priority', file.priorita), ...row('received', day(file.arrivata_il)), ...row('due', day(file.risposta_entro)),
    ...row('closed', file.chiusa_il && day(file.chiusa_il)), ...row('desk', file.sportello), ...row('with', file.segue), ...row('identification', file.identificazione), ...row('fingerprint', file.impronta_sha256),
  ]
}

function storyLine({ quando, fatto, stato, operatore, messaggio, scritto_dalla_persona: words, motivo, chiesto, entro }: DossierFile['storia'][number], { t, day }: Pick<Voice, 't' | 'day'>): string {
  const parts = [`${day(quando)}: ${fatto.testo} (${stato})`, operatore, words && `${t('triage.observations.title')}: ${words}`, messaggio && `${t('staff.sheet.message_told')}: ${messaggio}`, motivo && `${t('staff.sheet.reason_told')}: ${motivo}`, chiesto.join(', '), entro && t('staff.sheet.until_told', { day: day(entro) })]
  return parts.filter(Boolean).join('. ')
}
