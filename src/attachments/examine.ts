import { fromHeic, fromPicture } from './images.ts'
import { pdfFault } from './pdf.ts'

/** Why a file is not taken: a key of attachments.faults. */
export type Fault = 'empty' | 'heavy' | 'kind' | 'pixels' | 'broken' | 'pdf_locked' | 'pdf_active' | 'pdf_odd'
/** What is kept of a file. Of a picture nothing is left of the bytes that arrived; a PDF is kept as it is. */
export type Examined = { type: 'image/jpeg'; bytes: Buffer } | { type: 'application/pdf' } | { fault: Fault }

const heic = /^image\/(heic|heif)$/

/**
 * Says what the bytes are, never what a name or a header says they are, and cleans them.
 * Heavy, and fed by strangers: only the examiner calls it, in a process of its own.
 */
export async function examine(bytes: Buffer): Promise<Examined> {
  const { fileTypeFromBuffer } = await import('file-type')
  const type = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime ?? ''
  if (type === 'application/pdf') {
    const fault = pdfFault(bytes)
    return fault ? { fault } : { type }
  }
  if (type === 'image/jpeg' || type === 'image/png') return pictureOf(await fromPicture(bytes))
  return heic.test(type) ? pictureOf(await fromHeic(bytes)) : { fault: 'kind' }
}

const pictureOf = (made: Buffer | 'pixels' | 'broken'): Examined => (typeof made === 'string' ? { fault: made } : { type: 'image/jpeg', bytes: made })
