import type { Content } from '../content/content.ts'
import type { Voice } from '../templates.ts'

/** The short card between the line beside the questions and the whole notice (domain.md 4.1, three layers): the notice's own first section. */
export const privacyBrief = ({ pages }: Content, { text }: Voice): string[] => pages.get('privacy')?.sections[0]?.list?.map((line) => text(line)) ?? []
