import type { Language } from './engine/text.ts'
import { directionOf } from './engine/text.ts'

/**
 * Words that a page shows with more than themselves: in Italian for want of a translation (and then said to be Italian, so that a
 * screen reader speaks them right), or with the Italian beside them. Everywhere else they are the plain words.
 */
export class Marked extends String {
  readonly html: string
  constructor(plain: string, html: string) {
    super(plain)
    this.html = html
  }
}

/** Words in Italian on a page in another language. */
export const inItalian = (words: string): string => marked(words, `<span lang="it" dir="ltr">${escapeHtml(words)}</span>`)

/** Words with the Italian beside them: for two people who read one screen. */
export const besideItalian = (words: string, italian: string, lang: Language): string =>
  marked(words, `<span dir="${directionOf(lang)}">${escapeHtml(words)}</span> <span class="beside" lang="it" dir="ltr">${escapeHtml(italian)}</span>`)

/** A Marked is used as the string that it is. */
const marked = (plain: string, html: string) => new Marked(plain, html) as unknown as string

/** What a view writes between tags. */
export const written = (value: unknown): string => (value instanceof Marked ? value.html : escapeHtml(String(value)))

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (words: string) => words.replace(/[&<>"']/g, (sign) => signs[sign] as string)

/**
 * Makes a view write plain words where a page can hold no tags: inside a tag, a title, an option, a text area.
 * @param source of a view, as Eta reads it
 */
export function plainInTags(source: string): string {
  let inTag = false
  let inPlain = false
  return source.replace(/<%[\s\S]*?%>|<(\/?)(title|option|textarea)\b|<\/?[a-z!]|>/gi, (piece, closing: string | undefined, name: string | undefined) => {
    if (piece.startsWith('<%')) return (inTag || inPlain) ? piece.replace(/^<%(-?)=([\s\S]*?)(-?)%>$/, '<%$1= String($2) $3%>') : piece
    if (piece === '>') inTag = false
    else inTag = true
    if (name) inPlain = !closing
    return piece
  })
}
