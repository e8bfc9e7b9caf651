import { createRequire } from 'node:module'
import { join } from 'node:path'
import type PDFKit from 'pdfkit'
import type { Voice } from '../templates.ts'
import { qrPath } from './qr.ts'

const load = createRequire(import.meta.url)
const publicFolder = join(import.meta.dirname, '../../public')
const margin = 56

export type Tag = 'H1' | 'H2' | 'H3' | 'P'
export type Style = { size: number; strong?: boolean; gap?: number }
/** What a document is written with, in reading order. */
export type Pen = {
  put(tag: Tag, words: string, style: Style): void
  list(items: string[]): void
  space(lines: number): void
  /** @param name what a screen reader says of it */
  qr(address: string, name: string): void
}

type Pdf = PDFKit.PDFDocument
type Element = PDFKit.PDFStructureElement

/**
 * A tagged PDF/UA in Italian, of real text. The same words and the same instant give the same bytes.
 * Signs that the typeface does not have become "?": it has those of Latin, not of Arabic or Cyrillic.
 * @returns the bytes
 */
export function taggedPdf({ title, at, voice }: { title: string; at: Date; voice: Voice }, write: (pen: Pen) => void): Promise<Buffer> {
  const Document = load('pdfkit') as typeof PDFKit
  const font = (name: string) => join(publicFolder, voice.asset(name))
  const options = { size: 'A4', margin, lang: 'it-IT', tagged: true, displayTitle: true, pdfVersion: '1.7', subset: 'PDF/UA', font: font('titillium-400.woff2'), info: { Title: title, CreationDate: at, ModDate: at } } as const
  const pdf = new Document(options as unknown as PDFKit.PDFDocumentOptions)
  pdf.registerFont('text', font('titillium-400.woff2')).registerFont('strong', font('titillium-600.woff2'))
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  write(penOf(pdf, root))
  root.end()
  return collect(pdf)
}

function penOf(pdf: Pdf, root: Element): Pen {
  return {
    put: (tag, words, { size, strong, gap = 4 }) => void root.add(pdf.struct(tag, {}, () => void type(pdf, strong ? 'strong' : 'text', size, words).moveDown(gap / 10))),
    list: (items) => void root.add(listOf(pdf, items)),
    space: (lines) => void pdf.moveDown(lines),
    qr: (address, name) => void root.add(pdf.struct('Figure', { alt: name }, () => drawQr(pdf, address))),
  }
}

const type = (pdf: Pdf, font: string, size: number, words: string): Pdf => {
  pdf.font(font).fontSize(size)
  return pdf.text(printable(pdf, words))
}

function printable(pdf: Pdf, words: string): string {
  const { font } = Reflect.get(pdf, '_font') as { font: { hasGlyphForCodePoint(code: number): boolean } }
  return [...words].map((sign) => (sign === '\n' || font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0) ? sign : '?')).join('')
}

function listOf(pdf: Pdf, steps: string[]): Element {
  const items = steps.map((step) => pdf.struct('LI', {}, [pdf.struct('LBody', {}, () => void type(pdf, 'text', 11, `– ${step}`).moveDown(0.2))]))
  return pdf.struct('L', {}, items)
}

function drawQr(pdf: Pdf, address: string): void {
  const { path, size } = qrPath(address)
  const side = 96
  if (pdf.y + side > pdf.page.height - margin) pdf.addPage()
  const [x, y] = [pdf.x, pdf.y]
  pdf.save().translate(x, y).scale(side / size).path(path).fill('#000').restore()
  pdf.x = x
  pdf.y = y + side + 6
}

function collect(pdf: Pdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    pdf.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => resolve(Buffer.concat(pieces))).on('error', reject)
    pdf.end()
  })
}
