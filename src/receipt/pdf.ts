import type { Receipt } from '../dossiers/receipt.ts'
import type { Voice } from '../templates.ts'
import { taggedPdf, type Pen } from './document.ts'

type Printed = { receipt: Receipt; fingerprint: string; address: string; at: Date; voice: Voice }

/**
 * The receipt as a tagged PDF/UA of real text: headings, lists, a table of label and value, and the QR of the status page.
 * The same receipt gives the same bytes. @returns the bytes
 */
export const receiptPdf = ({ at, voice, ...printed }: Printed): Promise<Buffer> =>
  taggedPdf({ title: voice.t('receipt.data_title'), at, voice }, (pen) => write(pen, { voice, ...printed }))

function write(pen: Pen, { receipt, fingerprint, address, voice }: Omit<Printed, 'at'>): void {
  pen.put('H1', receipt.title, { size: 20, strong: true, gap: 6 })
  pen.put('P', receipt.number, { size: 24, strong: true, gap: 6 })
  for (const { heading, words = [], steps = [], rows = [] } of receipt.sections) {
    pen.put('H2', heading, { size: 14, strong: true })
    for (const line of words) pen.put('P', line, { size: 11 })
    if (steps.length) pen.list(steps)
    for (const { label, value } of rows) pen.put('P', `${label}: ${value}`, { size: 11 })
    pen.space(0.4)
  }
  pen.put('P', `${voice.t('receipt.fingerprint')}: ${fingerprint}`, { size: 9 })
  pen.qr(address, voice.t('receipt.qr_name', { address }))
  pen.put('P', `${voice.t('receipt.qr')} ${address}`, { size: 9 })
}
