import { createRequire } from 'node:module'
import type sharp from 'sharp'
import type { Sharp } from 'sharp'

/** The longest side of what is kept, in pixels: a page of handwriting is still read. */
const longestSide = 2400
/** A picture of 50 megapixels is the largest that phones make; what says it is larger is not even begun. */
const mostPixels = 52_000_000
/** HEIC opens only whole, at four bytes for each pixel: the phones that write it make 12 or 24 megapixels. */
const mostHeicPixels = 26_000_000

type Heic = { all(from: { buffer: Uint8Array }): Promise<HeicImage[] & { dispose(): void }> }
type HeicImage = { width: number; height: number; decode(): Promise<{ data: Uint8ClampedArray }> }

const load = createRequire(import.meta.url)

/** JPEG or PNG, drawn anew: turned as it was taken, without EXIF, place, comments or anything after its end. */
export async function fromPicture(bytes: Buffer): Promise<Buffer | 'pixels' | 'broken'> {
  try {
    const picture = open()(bytes, { limitInputPixels: false, failOn: 'truncated' })
    const { width, height } = await picture.metadata()
    if (width * height > mostPixels) return 'pixels'
    return await jpegOf(open()(bytes, { limitInputPixels: mostPixels, failOn: 'truncated' }).autoOrient())
  } catch {
    return 'broken'
  }
}

/** HEIC, drawn anew. Its size is read from the header, before a pixel is decoded. */
export async function fromHeic(bytes: Buffer): Promise<Buffer | 'pixels' | 'broken'> {
  try {
    const images = await (load('heic-decode') as Heic).all({ buffer: new Uint8Array(bytes) })
    const [first] = images
    if (!first) return 'broken'
    const { width, height } = first
    if (width * height > mostHeicPixels) return 'pixels'
    const { data } = await first.decode()
    images.dispose()
    return await jpegOf(open()(new Uint8Array(data.buffer), { raw: { width, height, channels: 4 } }))
  } catch {
    return 'broken'
  }
}

/** White behind what is transparent: as paper is. */
const jpegOf = (picture: Sharp): Promise<Buffer> =>
  picture.resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true }).flatten({ background: '#fff' }).jpeg({ quality: 80 }).toBuffer()

let opened: typeof sharp | undefined

/** sharp, when first needed, able to read two formats and no other. */
function open(): typeof sharp {
  if (opened) return opened
  opened = load('sharp') as typeof sharp
  opened.cache(false)
  opened.concurrency(1)
  opened.block({ operation: ['VipsForeignLoad'] })
  opened.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer'] })
  return opened
}
