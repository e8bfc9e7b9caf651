import type { Content } from '../content/content.ts'

/**
 * What a person may say of a page (national model, criteria C.SI.2.5 and C.SI.2.6): stars, and one of a few reasons. The model's free
 * words are left out: in them people would write of themselves, and nobody here may read that without a request.
 */
export type Rating = { page: string; stars: number; reason: Reason | '' }

/** The five answers of the model, the same for what went well and what did not. */
export const reasons = ['chiare', 'complete', 'strada', 'tecnica', 'altro'] as const
type Reason = (typeof reasons)[number]

/** From so many stars on the reasons are those of what went well, as in the model. */
const well = 4

/** The page whose rating is of the service, not of the words. */
export const receiptPage = '/richiesta/inviata'
const rooms = ['/servizi', '/sportelli', '/regole']

/** A rating as it came from a form; undefined where it is none: nothing else can be counted, whatever was posted. */
export function readRating(content: Content, form: Record<'pagina' | 'voto' | 'bene' | 'male', string>): Rating | undefined {
  const stars = /^[1-5]$/.test(form.voto) ? Number(form.voto) : undefined
  const said = (stars ?? 0) >= well ? form.bene : form.male
  const reason = reasons.find((one) => one === said) ?? ''
  return stars && isRated(content, form.pagina) ? { page: form.pagina, stars, reason } : undefined
}

/** Is it one of the pages that ask? Only these addresses are ever stored. */
export function isRated(content: Content, path: string): boolean {
  if (path === receiptPage || rooms.includes(path)) return true
  const [, room = '', slug = '', ...more] = path.split('/')
  if (more.length) return false
  const sheets: Record<string, (slug: string) => boolean> = {
    servizi: (one) => content.opportunities.get(one)?.visibility === 'C',
    aiuti: (one) => content.groups.has(one) || content.families.has(one),
    informazioni: (one) => content.cards.has(one),
    sportelli: (one) => content.territory.desks.some((desk) => desk.slug === one),
  }
  return slug ? Object.hasOwn(sheets, room) && (sheets[room]?.(slug) ?? false) : content.pages.has(room) && !room.endsWith('-operatori')
}
