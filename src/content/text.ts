import { z } from 'zod'
import type { Text } from '../engine/text.ts'

const words = z.string().trim().min(1)
const translated = z.strictObject({
  it: words,
  en: words.optional(), fr: words.optional(), es: words.optional(), ro: words.optional(),
  sq: words.optional(), ar: words.optional(), uk: words.optional(),
})

/** A text of a content file: a plain string is Italian; a map holds one text per language, Italian always present. */
export const text = z.union([words.transform((it): Text => ({ it })), translated]).transform((value) => value as Text)
