import type { Content } from '../content/content.ts'
import type { Voice } from '../templates.ts'

export type NumberView = { number: string; href: string; name: string; when: string; hours: string; cost?: string; sms?: string }
export type PanelView = { id: string; title: string; text: string; numbers: NumberView[] }

/** An emergency panel with the numbers that answer here: national ones, and those of this territory. */
export function panelView(content: Content, id: string, voice: Voice): PanelView {
  const panel = content.emergency.panels.find((p) => p.id === id)
  if (!panel) throw new Error(`emergency.yaml: no panel ${id}`)
  return { id, title: voice.text(panel.title), text: voice.text(panel.text), numbers: numbersOf(content, panel.numbers, voice) }
}

/** Numbers by id, in that order; those of other territories and those switched off stay out. */
export function numbersOf(content: Content, ids: string[], voice: Voice): NumberView[] {
  const here = content.emergency.numbers.filter(({ on, territory }) => on && (!territory || territory === content.territory.slug))
  return ids.flatMap((id) => here.find((number) => number.id === id) ?? []).map((number) => ({
    number: number.number,
    href: `tel:${number.dial}`,
    name: voice.text(number.name),
    when: voice.text(number.when),
    hours: voice.text(number.hours),
    ...(number.cost ? { cost: voice.text(number.cost) } : {}),
    ...(number.sms ? { sms: number.sms } : {}),
  }))
}

/** All numbers that answer here. */
export const allNumbers = (content: Content, voice: Voice): NumberView[] => numbersOf(content, content.emergency.numbers.map(({ id }) => id), voice)
