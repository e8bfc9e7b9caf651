import type { Content } from '../content/content.ts'

/**
 * Words of danger in what a person writes (domain.md 6.2): the panels to show in the same page.
 * Nothing is kept or counted. @returns panel codes, in the order of the content
 */
export function dangerIn(content: Content, words: string): string[] {
  const said = ` ${tidy(words)} `
  return content.emergency.roots.filter(({ words: roots }) => roots.some((root) => said.includes(` ${tidy(root)}`))).map(({ panel }) => panel)
}

const tidy = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
