import { createRequire } from 'node:module'
import { join } from 'node:path'
import type PDFKit from 'pdfkit'
import type { Receipt } from '../dossiers/receipt.ts'
import type { Voice } from '../templates.ts'
import { qrPath } from './qr.ts'

const load = createRequire(import.meta.url)
const publicFolder = join(import.meta.dirname, '../../public')
const margin = 56

type Printed = { receipt: Receipt; fingerprint: string; address: string; at: Date; voice: Voice }

/**
 * The receipt as a tagged PDF/UA of real text: headings, lists, a table of label and value, and the QR of the status page.
 * The same receipt gives the same bytes. @returns the bytes
 */
export function receiptPdf({ receipt, fingerprint, address, at, voice }: Printed): Promise<Buffer> {
  const Document = load('pdfkit') as typeof PDFKit
  const font = (name: string) => join(publicFolder, voice.asset(name))
  const options = { size: 'A4', margin, lang: 'it-IT', tagged: true, displayTitle: true, pdfVersion: '1.7', subset: 'PDF/UA', font: font('titillium-400.woff2'), info: { Title: voice.t('receipt.data_title'), CreationDate: at, ModDate: at } } as const
  const pdf = new Document(options as unknown as PDFKit.PDFDocumentOptions)
  pdf.registerFont('text', font('titillium-400.woff2')).registerFont('strong', font('titillium-600.woff2'))
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  write(pdf, root, { receipt, fingerprint, address, voice })
  root.end()
  return collect(pdf)
}

function write(pdf: PDFKit.PDFDocument, root: PDFKit.PDFStructureElement, { receipt, fingerprint, address, voice }: Omit<Printed, 'at'>): void {
  const put = (tag: string, words: string, size: number, font = 'text', gap = 4) => root.add(pdf.struct(tag, {}, () => void pdf.font(font).fontSize(size).text(words).moveDown(gap / 10)))
  put('H1', receipt.title, 20, 'strong', 6)
  put('P', receipt.number, 24, 'strong', 6)
  for (const { heading, words = [], steps = [], rows = [] } of receipt.sections) {
    put('H2', heading, 14, 'strong')
    for (const line of words) put('P', line, 11)
    if (steps.length) root.add(listOf(pdf, steps))
    for (const { label, value } of rows) put('P', `${label}: ${value}`, 11)
    pdf.moveDown(0.4)
  }
  put('P', `${voice.t('receipt.fingerprint')}: ${fingerprint}`, 9)
  root.add(pdf.struct('Figure', { alt: voice.t('receipt.qr_name', { address }) }, () => drawQr(pdf, address)))
  put('P', `${voice.t('receipt.qr')} ${address}`, 9)
}

function listOf(pdf: PDFKit.PDFDocument, steps: string[]): PDFKit.PDFStructureElement {
  const items = steps.map((step) => pdf.struct('LI', {}, [pdf.struct('LBody', {}, () => void pdf.font('text').fontSize(11).text(`– ${step}`).moveDown(0.2))]))
  return pdf.struct('L', {}, items)
}

function drawQr(pdf: PDFKit.PDFDocument, address: string): void {
  const { path, size } = qrPath(address)
  const side = 96
  if (pdf.y + side > pdf.page.height - margin) pdf.addPage()
  const [x, y] = [pdf.x, pdf.y]
  pdf.save().translate(x, y).scale(side / size).path(path).fill('#000').restore()
  pdf.x = x
  pdf.y = y + side + 6
}

function collect(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    pdf.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => resolve(Buffer.concat(pieces))).on('error', reject)
    pdf.end()
  })
}

