/**
 * The smallest HEIC there can be, made by hand: one picture of 32 × 32, left half dark and right half light, in one HEVC block of
 * plain samples (I_PCM), and an Exif item that says a secret. No package writes HEIC, so the real decoder gets this.
 */
export function heic({ width = 32, height = 32, secret = 'LUOGO-SEGRETO' } = {}): Buffer {
  const picture = lengthPrefixed(slice())
  const exif = Buffer.concat([u32(0), Buffer.from(`MM\0*\0\0\0\x08\0\0${secret}`, 'latin1')])
  const head = (at: number) => Buffer.concat([
    box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1')),
    full('meta', 0, full('hdlr', 0, u32(0), Buffer.from('pict'), Buffer.alloc(13)), full('pitm', 0, u16(1)),
      full('iinf', 0, u16(2), full('infe', 0x02000000, u16(1), u16(0), Buffer.from('hvc1\0')), full('infe', 0x02000000, u16(2), u16(0), Buffer.from('Exif\0'))),
      full('iref', 0, box('cdsc', u16(2), u16(1), u16(1))),
      box('iprp', box('ipco', box('hvcC', configuration()), full('ispe', 0, u32(width), u32(height))), full('ipma', 0, u32(1), u16(1), Buffer.from([2, 0x81, 2]))),
      full('iloc', 0, Buffer.from([0x44, 0]), u16(2), extent(1, at, picture.length), extent(2, at + picture.length, exif.length))),
  ])
  return Buffer.concat([head(head(0).length + 8), box('mdat', picture, exif)])
}

const side = 32
const profile = '00000001' + '0110'.padEnd(32, '0') + '1001' + '0'.repeat(44) + '00011110'

const vps = nal(32, bits('0000', '11', '000000', '000', '1', '1'.repeat(16), profile, '1', ue(0), ue(0), ue(0), '000000', ue(0), '00'))
// Blocks of 32, samples of 8 bits as they are, no filter.
const sps = nal(33, bits('0000', '000', '1', profile, ue(0), ue(1), ue(side), ue(side), '0', ue(0), ue(0), ue(0), '1', ue(0), ue(0), ue(0), ue(2), ue(0), ue(0), ue(3), ue(0), ue(0), '000',
  '1', '0111', '0111', ue(2), ue(0), '1', ue(0), '0000', '0'))
const pps = nal(34, bits(ue(0), ue(0), '00', '000', '00', ue(0), ue(0), ue(0), '000', ue(0), ue(0), '0000000', '1', '01', '00', ue(0), '00'))

function configuration(): Buffer {
  const list = (type: number, unit: Buffer) => Buffer.concat([Buffer.from([0x80 | type]), u16(1), u16(unit.length), unit])
  return Buffer.concat([Buffer.from([1, 1, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 30, 0xf0, 0, 0xfc, 0xfd, 0xf8, 0xf8, 0, 0, 0x0f, 3]), list(32, vps), list(33, sps), list(34, pps)])
}

function slice(): Buffer {
  const header = aligned(`10${ue(0)}${ue(2)}${ue(0)}1`)
  // "One part", most probable symbol of a fresh context; then "plain samples follow".
  const block = aligned(flush(268))
  const luma = Array.from({ length: side * side }, (_, at) => (at % side < side / 2 ? 40 : 220))
  const samples = [...luma, ...Array.from({ length: (side * side) / 2 }, () => 128)].map((sample) => sample.toString(2).padStart(8, '0')).join('')
  return nal(19, bytesOf(header + block + samples + aligned(flush(508))))
}

/** The arithmetic coder's end: range 2, seven steps of renormalisation, then its last bits; the last of all is the stop bit. */
function flush(low: number): string {
  let [at, range, out, first, open] = [low, 2, '', true, 0]
  const put = (bit: number) => {
    out += (first ? '' : String(bit)) + String(1 - bit).repeat(open)
    first = false
    open = 0
  }
  while (range < 256) {
    if (at < 256) put(0)
    else if (at >= 512) { at -= 512; put(1) } else { at -= 256; open += 1 }
    range *= 2
    at *= 2
  }
  put((at >> 9) & 1)
  return out + (((at >> 7) & 3) | 1).toString(2).padStart(2, '0')
}

function ue(value: number): string {
  const code = (value + 1).toString(2)
  return '0'.repeat(code.length - 1) + code
}

function bits(...parts: string[]): Buffer {
  return bytesOf(aligned(`${parts.join('')}1`))
}
function aligned(text: string): string {
  return text.padEnd(Math.ceil(text.length / 8) * 8, '0')
}
function bytesOf(text: string): Buffer {
  return Buffer.from((text.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** A unit of the stream: where its bytes look like the start of another, a 3 goes between. */
function nal(type: number, payload: Buffer): Buffer {
  const safe: number[] = []
  for (const byte of payload) {
    if (byte <= 3 && safe.at(-1) === 0 && safe.at(-2) === 0) safe.push(3)
    safe.push(byte)
  }
  return Buffer.from([type << 1, 1, ...safe])
}

function lengthPrefixed(unit: Buffer): Buffer {
  return Buffer.concat([u32(unit.length), unit])
}
function extent(id: number, at: number, length: number): Buffer {
  return Buffer.concat([u16(id), u16(0), u16(1), u32(at), u32(length)])
}
function full(type: string, flags: number, ...parts: Buffer[]): Buffer {
  return box(type, u32(flags), ...parts)
}
function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body])
}
function u16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 255])
}
function u32(value: number): Buffer {
  const four = Buffer.alloc(4)
  four.writeUInt32BE(value)
  return four
}
