import type { Content, Desk } from '../content/content.ts'
import { reasonTexts, type Orientation, type Proposal } from '../orientation/match.ts'
import type { Walk } from '../engine/journey.ts'
import { panelView, type PanelView } from '../territory/panels.ts'
import { viewDesk, type DeskView } from '../territory/desks.ts'
import { viewQuestion, type OpenView } from './question.ts'
import type { Manner } from './words.ts'

export type ProposalView = {
  slug: string; title: string; summary: string; reasons: string[]; decides?: string; next?: string; warning?: string; verified: string
  href: string; chosen: boolean; settle?: OpenView
}
export type ProposalsView = {
  sure: ProposalView[]; perhaps: ProposalView[]; cards: { title: string; summary: string; href: string }[]; panels: PanelView[]
  desk: DeskView; chosen: number; offerReport: boolean; talk: boolean; aboutOther: boolean
}

export type Found = { orientation: Orientation; walked: Walk; chosen: string[]; desk: Desk; now: Date }

/** The proposals in words. Families whose name would reveal a condition appear as the card of their group. */
export function viewProposals(content: Content, found: Found, manner: Manner): ProposalsView {
  const { orientation, chosen } = found
  const sure = once(orientation.sure.map((p) => viewProposal(content, p, found, manner)))
  const perhaps = once(orientation.perhaps.map((p) => viewProposal(content, p, found, manner)))
  const shown = new Set(sure.map(({ slug }) => slug))
  return {
    sure,
    perhaps: perhaps.filter(({ slug }) => !shown.has(slug)),
    cards: orientation.cards.flatMap((slug) => viewCard(content, slug, manner)),
    panels: orientation.panels.map((panel) => panelView(content, panel, manner.voice)),
    desk: viewDesk(content, found.desk, manner.voice, found.now),
    chosen: chosen.length,
    offerReport: orientation.actions.includes('offri_segnalazione'),
    talk: orientation.actions.includes('prenota_colloquio') || asksAlone(found.walked),
    aboutOther: manner.aboutOther,
  }
}

/** Under 18 a request is made with an adult: alone, the way on is to talk. */
const asksAlone = ({ facts: { said } }: Walk) => said.o_eta?.[0] === '<18' && said.o_per_chi?.[0] === 'me'

/** A proposal in words. */
export function viewProposal(content: Content, proposal: Proposal, found: Found, manner: Manner): ProposalView {
  const { voice, aboutOther } = manner
  const { family } = proposal
  const shown = (family.reveals_condition && content.groups.get(family.group)) || family
  const question = proposal.settle.map((id) => found.walked.before.find((turn) => turn.question.id === id)).find((turn) => turn !== undefined)
  return {
    slug: shown.slug,
    title: voice.text(shown.title),
    summary: voice.text(shown.summary),
    reasons: [...new Set(reasonTexts(content, proposal, aboutOther).map((text) => voice.text(text)))],
    ...(shown.decides ? { decides: voice.text(shown.decides) } : {}),
    ...(shown.next ? { next: voice.text(shown.next) } : {}),
    ...(shown.warning ? { warning: voice.text(shown.warning) } : {}),
    verified: voice.day(shown.verified_on),
    href: `/aiuti/${shown.slug}`,
    chosen: found.chosen.includes(shown.slug),
    ...(question ? { settle: viewQuestion(question.question, manner, { base: '/orientamento', answer: question.answer }) } : {}),
  }
}

/** Two families behind one card are one proposal: their reasons come together. */
export function once(views: ProposalView[]): ProposalView[] {
  const bySlug = new Map<string, ProposalView>()
  for (const view of views) {
    const twin = bySlug.get(view.slug)
    bySlug.set(view.slug, twin ? { ...twin, reasons: [...new Set([...twin.reasons, ...view.reasons])] } : view)
  }
  return [...bySlug.values()]
}

const viewCard = (content: Content, slug: string, { voice }: Manner) => {
  const card = content.cards.get(slug)
  return card ? [{ title: voice.text(card.title), summary: voice.text(card.summary), href: `/informazioni/${slug}` }] : []
}
