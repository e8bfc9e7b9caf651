import { deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** A photo as phones make it: taken sideways (EXIF 6), with the place and a secret in its metadata. */
export const photo = ({ width = 300, height = 200, secret = 'SEGRETO-EXIF' } = {}): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: 20, g: 120, b: 110 } } }).composite([{ input: { create: { width: 20, height: 20, channels: 3, background: 'white' } }, left: 5, top: 5 }])
    .jpeg().withExif({ IFD0: { Copyright: secret, Orientation: '6' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '41/1 7/1 30/1' } }).withMetadata({ orientation: 6 }).toBuffer()

export const drawing = (): Promise<Buffer> => sharp({ create: { width: 60, height: 40, channels: 4, background: { r: 200, g: 0, b: 0, alpha: 0.5 } } }).png().toBuffer()

/** The smallest whole PDF of one empty page; `objects` go inside, `tail` after its end. */
export function pdf({ objects = '', tail = '\n', head = '%PDF-1.4\n', trailer = '' } = {}): Buffer {
  const body = `${head}1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>\nendobj\n${objects}\n`
  return Buffer.from(`${body}xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 4/Root 1 0 R${trailer}>>\nstartxref\n${body.length}\n%%EOF${tail}`, 'latin1')
}

/** A packed list of objects, as PDF 1.5 has it. */
export const packed = (objects: string | Buffer): string => {
  const stream = deflateSync(objects).toString('latin1')
  return `7 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${stream.length}>>\nstream\n${stream}\nendstream\nendobj`
}

/** The smallest archive: no files, only the end that readers look for. */
export const zip = (comment = ''): Buffer => Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(16), Buffer.from([comment.length & 255, comment.length >> 8]), Buffer.from(comment, 'latin1')])

/** A PNG whose header speaks of so many pixels, with almost nothing in it. */
export function hugePng(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    check.writeUInt32BE(crc(body))
    return Buffer.concat([length, body, check])
  }
  const size = Buffer.alloc(8)
  size.writeUInt32BE(side, 0)
  size.writeUInt32BE(side, 4)
  const header = Buffer.concat([size, Buffer.from([1, 0, 0, 0, 0])])
  const rows = deflateSync(Buffer.alloc((Math.ceil(side / 8) + 1) * side))
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}
