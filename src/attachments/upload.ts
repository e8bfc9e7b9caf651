import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { clean } from '../engine/kinds/kind.ts'
import type { Ctx } from '../web/context.ts'

/** Where files arrive: the only addresses whose bodies may be larger than a page of words. */
export const uploadPaths = ['/la-mia-richiesta/elementi/:code', '/foto/:token']

/** The largest post, in bytes: three large photos, or six as phones make them. */
const largestPost = 32 * 1024 * 1024
const longestName = 80
/** On a phone: what the camera takes, and what is chosen. */
const fileFields = ['file', 'scelti']

/** What was posted: the button that was pressed, the words, the files with the names that the device gave them. */
export type Upload = { button: string; words: string; files: Sent[] }
export type Sent = { name: string; bytes: Buffer }

/**
 * Reads a post that may hold files. Call it only for who may send some.
 * @returns 'heavy' if it is too large: by what it says of itself before it is read, or as it comes
 * @throws HTTPException 400 on a body that is no form
 */
export async function readUpload(c: Ctx): Promise<Upload | 'heavy'> {
  let form: FormData | undefined
  await bodyLimit({ maxSize: largestPost, onError: () => new Response() })(c, async () => {
    form = await c.req.formData().catch(() => {
      throw new HTTPException(400)
    })
  })
  return form ? await uploadOf(form) : 'heavy'
}

async function uploadOf(form: FormData): Promise<Upload> {
  const text = (name: string) => form.getAll(name).filter((value) => typeof value === 'string').at(-1) ?? ''
  // A field left empty comes as a file without name and bytes.
  const sent = fileFields.flatMap((name) => form.getAll(name)).filter((value) => value instanceof File).filter(({ name, size }) => name || size)
  return {
    button: text('modo').slice(0, 20),
    words: clean(text('testo')),
    files: await Promise.all(sent.map(async (file) => ({ name: tidyName(file.name), bytes: Buffer.from(await file.arrayBuffer()) }))),
  }
}

/** The last part of a path, without characters that hide or turn others; only ever shown, never a place on disk. */
export const tidyName = (name: string): string =>
  [...(clean(name.split(/[/\\]/).at(-1) ?? '').replace(/[\p{C}\s]+/gu, ' ').trim())].slice(0, longestName).join('') || '?'
