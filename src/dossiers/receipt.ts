import { createHash } from 'node:crypto'
import type { Content, Desk } from '../content/content.ts'
import type { Voice } from '../templates.ts'
import type { Filed, Row } from './file.ts'

/**
 * The receipt of art. 18-bis, L. 241/1990, as data: page, PDF and fingerprint print these same words.
 * It is filed with the request, so that what was given to the person stays as it was.
 */
export type Receipt = { title: string; number: string; sections: Section[] }
type Section = { heading: string; words?: string[]; steps?: string[]; rows?: { label: string; value: string }[] }

type Given = { number: string; at: string; dueOn: string; desk: Desk; filed: Omit<Filed, 'receipt'> }

/** Makes the receipt of a request just filed. A report gets only thanks, number and date (domain.md 2.4). @param at ISO instant */
export function receiptOf(content: Content, given: Given, voice: Voice): Receipt {
  const { t } = voice
  const report = given.filed.act === 'segnalazione'
  const title = t(report ? 'receipt.report_title' : 'receipt.title')
  const rows = rowsOf(content, given, voice)
  if (report) return { title, number: given.number, sections: [{ heading: t('receipt.data_title'), rows: rows.slice(0, 3) }, { heading: t('receipt.thanks_title'), words: [t('receipt.thanks'), t('receipt.privacy')] }] }
  return {
    title, number: given.number,
    sections: [
      { heading: t('receipt.steps_title'), steps: stepsOf(given.filed, voice) },
      { heading: t('receipt.gaps_title'), ...gapsOf(given.filed.rows, voice) },
      { heading: t('receipt.data_title'), rows, ...(given.filed.act === 'istanza' ? { words: [t('receipt.start')] } : {}) },
    ],
  }
}

function stepsOf({ act, answers }: Given['filed'], { t }: Voice): string[] {
  const sign = act === 'istanza' ? [`${t('receipt.steps.sign')} ${t('receipt.steps.sign_without')}`] : []
  return [t('receipt.steps.read'), t(answers.canale_contatto === 'passo_io' ? 'receipt.steps.come' : 'receipt.steps.call'), ...sign, t('receipt.steps.follow')]
}

/** What we may ask later. Questions on the need are not named: a receipt is seen by others. */
function gapsOf(rows: Row[], { t }: Voice): Pick<Section, 'words' | 'steps'> {
  const unknown = rows.filter((row) => row.unknown)
  const onNeed = ({ part, category }: Row) => category === 'part' || part === 'bisogno' || part === 'proposte'
  const gaps = [...unknown.filter((row) => !onNeed(row)).map(({ label }) => label), ...(unknown.some(onNeed) ? [t('receipt.gap_need')] : [])]
  return gaps.length ? { words: [t('receipt.gaps')], steps: gaps } : { words: [t('receipt.no_gaps')] }
}

function rowsOf({ territory: { authority, term } }: Content, { number, at, dueOn, desk, filed }: Given, { t, text, day, time }: Voice) {
  const row = (name: string, value: string) => ({ label: t(`receipt.${name}`), value })
  return [
    row('number', number),
    row('at', `${day(at)}, ${time(at)}`),
    row('office', `${authority.office}, ${text(desk.name)}. ${desk.address}, ${desk.comune}`),
    row('subject', t('receipt.subject_words')),
    ...(filed.aboutOther ? [row('for', t('receipt.for_words'))] : []),
    row('responsible', authority.responsible),
    row('contact', `${desk.email}, ${desk.phone}`),
    row('due', day(dueOn)),
    row('source', text(term.source)),
    row('status', t('receipt.status_words')),
    row('delay', t('receipt.delay_words', { email: authority.email })),
    row('appeal', t('receipt.appeal_words')),
  ]
}

/** Its words in reading order, one line each. */
export const receiptLines = ({ title, sections }: Receipt): string[] =>
  [title, ...sections.flatMap(({ heading, words = [], steps = [], rows = [] }) => [heading, ...words, ...steps, ...rows.map(({ label, value }) => `${label}: ${value}`)])]

/** SHA-256 of those words (impronta, domain.md 4.3). */
export const fingerprintOf = (receipt: Receipt): string => createHash('sha256').update(receiptLines(receipt).join('\n')).digest('hex')
