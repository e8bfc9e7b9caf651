import type { Content } from '../content/content.ts'
import type { Voice } from '../templates.ts'

/** What a page is called; its address where the content has it no more. */
export function titleOf(content: Content, path: string, { t, text }: Voice): string {
  const [, room = '', slug = ''] = path.split('/')
  if (!slug) return content.pages.has(room) ? text(content.pages.get(room)!.title) : t(`ratings.rooms.${room}`)
  const titled = content.opportunities.get(slug) ?? content.groups.get(slug) ?? content.families.get(slug) ?? content.cards.get(slug)
  const desk = content.territory.desks.find((one) => one.slug === slug)
  if (room === 'richiesta') return t('ratings.rooms.inviata')
  return titled ? text(titled.title) : desk ? text(desk.name) : path
}
