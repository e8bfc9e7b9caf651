import { readSentence } from '../assistant/sentence.ts'
import type { Meaning } from '../assistant/understand.ts'
import type { Content, Family } from '../content/content.ts'
import { once, viewProposal, type Found, type ProposalView } from '../conversation/proposals.ts'
import type { Manner } from '../conversation/words.ts'
import { shapeOf, type Shape } from '../misread/shape.ts'
import { viewDesk, type DeskView } from '../territory/desks.ts'
import { panelView, type PanelView } from '../territory/panels.ts'
import { findersOf } from './finders.ts'
import type { Turn } from './turns.ts'

export type ReplyView = {
  panels: PanelView[]
  title?: string
  say: string[]
  link?: { href: string; label: string }
  desk?: DeskView
  /** What to bring, or how long it takes, help by help. */
  sheets: { title: string; lines: string[] }[]
  elsewhere: string[]
  /** A line in the person's own language, where it is not the page's. */
  own?: { lang: string; dir: string; words: string; read?: string | undefined }
  cards: ProposalView[]
  unsure: boolean
  /** Where the desk counts what was not understood: the shape of the sentence, all that would be counted. */
  shape?: Shape
}
/** What was asked: its meaning, the families it speaks of (perhaps those of before), and what the answers so far give. */
export type Asked = { meaning: Meaning; words: string; families: string[]; turn: Turn | undefined; panels: string[]; found: Found }

/** Below these it is said that it was perhaps not understood. */
const [sureShare, sureIntent] = [0.28, 0.4]
const mostCards = 3

/** What to answer, in words of the content. Nothing is decided here of the person: cards say why they are there. */
export function viewReply(content: Content, asked: Asked, manner: Manner): ReplyView {
  const { meaning, turn, found } = asked
  const { voice } = manner
  const unsure = isUnsure(asked)
  const reply = content.replies.replies.find(({ intent }) => intent === meaning.intent)
  const said = turn === 'cost' ? content.replies.cost : unsure ? content.replies.unsure : reply
  const show = said === reply ? (reply?.show ?? []) : []
  const families = asked.families.flatMap((slug) => content.families.get(slug) ?? []).filter((family) => family.citizen_facing).slice(0, mostCards)
  return {
    panels: asked.panels.map((id) => panelView(content, id, voice)),
    ...(said ? { title: voice.text(said.title) } : {}),
    say: [...(said?.say.map(voice.text) ?? []), ...(show.includes('term') ? [voice.text(content.territory.term.source)] : [])],
    ...(said === reply && reply?.link ? { link: { href: reply.link.href, label: voice.text(reply.link.label) } } : {}),
    ...(show.includes('desk') || unsure ? { desk: viewDesk(content, found.desk, voice, found.now) } : {}),
    sheets: families.flatMap((family) => sheetOf(content, family, show, manner)),
    elsewhere: show.length && meaning.intent !== 'status' ? elsewhereFor(content, asked.words, manner) : [],
    cards: shows(meaning) || turn === 'cost' ? cardsOf(content, families, asked, manner) : [],
    unsure,
    ...(unsure && found.desk.counts_misread ? { shape: shapeOf(content, meaning, asked.words) } : {}),
    ...ownLanguage(content, asked, manner),
  }
}

/** Languages that are written from right to left. */
const fromRight = ['ar', 'ur']

function ownLanguage({ replies }: Content, { meaning: { lang }, panels }: Asked, { voice }: Manner): Pick<ReplyView, 'own'> {
  const line = lang === voice.lang ? undefined : replies.languages.find((one) => one.lang === lang)
  return line ? { own: { lang, dir: fromRight.includes(lang) ? 'rtl' : 'ltr', words: panels.length ? line.danger : line.say, read: line.read } } : {}
}

const isUnsure = ({ meaning: { intent, sureness, families: guessed }, turn, panels, families }: Asked) =>
  !turn && panels.length === 0 && (intent === 'orient' ? (guessed[0]?.share ?? 0) < sureShare && families[0] === guessed[0]?.slug : sureness < sureIntent)

/** Who greets, or asks for what is not ours, is shown no help; who is in danger only a roof. */
const shows = ({ intent, panels }: Meaning) => (intent === 'emergency' ? panels[0] === 'emergenza_casa' : !['smalltalk', 'out_of_scope', 'privacy', 'human'].includes(intent))

function sheetOf(content: Content, family: Family, show: string[], { voice }: Manner): { title: string; lines: string[] }[] {
  const shown = (family.reveals_condition && content.groups.get(family.group)) || family
  const lines = [...(show.includes('documents') ? (shown.bring ?? []) : []), ...(show.includes('times') && shown.times ? [shown.times] : [])].map((text) => voice.text(text))
  return lines.length ? [{ title: voice.text(shown.title), lines }] : []
}

/** The cards of the families, each with the person's own words; what the rules say of the answers so far stands beside. */
function cardsOf(content: Content, families: Family[], { meaning, found }: Asked, manner: Manner): ProposalView[] {
  const ruled = [...found.orientation.sure, ...found.orientation.perhaps]
  return once(families.map((family) => {
    const proposal = ruled.find((one) => one.family.slug === family.slug) ?? { family, reasons: [], settle: [], rank: [] }
    const { settle: _settle, ...card } = viewProposal(content, proposal, found, manner)
    const own = (meaning.families.find(({ slug }) => slug === family.slug)?.words ?? []).toSorted((a, b) => b.length - a.length).slice(0, 3)
    return { ...card, reasons: [...(own.length ? [manner.voice.t('reply.because', { words: own.map((one) => `«${one}»`).join(', ') })] : []), ...(proposal.settle.length ? [] : card.reasons)] }
  }))
}

function elsewhereFor(content: Content, words: string, { voice }: Manner): string[] {
  const named = new Set(findersOf(content).elsewhere(readSentence(words)).map(({ to }) => Number(to)))
  return content.replies.elsewhere.filter((_, i) => named.has(i)).map(({ who }) => voice.text(who))
}
