import type { Content, Family, Group, Opportunity } from '../content/content.ts'
import type { Voice } from '../templates.ts'

type Sheet = Pick<Group, 'title' | 'summary' | 'for_whom' | 'how' | 'bring' | 'what_you_get' | 'times' | 'cost' | 'decides' | 'next' | 'warning' | 'verified_on'>

/** A section of a service page; `words` empty: the source does not say it, and the page says so. */
type Section = { id: string; anchor: string; element: string; title: string; words: string[] }

export type SheetView = {
  slug: string; title: string; summary: string; sections: Section[]; warning: string | undefined; verified: string
  axis: string; sources: string[]; related: { title: string; summary: string; href: string }[]; available: 'here' | 'off' | 'ask'
}

/** The sections of the national model for a service page, in its order. */
function sectionsOf(sheet: Sheet, voice: Voice, providers: string[] = []): Section[] {
  const many = (texts: Sheet['how']) => (texts ?? []).map((text) => voice.text(text))
  const one = (text: Sheet['times']) => (text ? [voice.text(text)] : [])
  const all: [string, string[]][] = [
    ['for_whom', many(sheet.for_whom)], ['how', many(sheet.how)], ['bring', many(sheet.bring)], ['what_you_get', many(sheet.what_you_get)],
    ['times', one(sheet.times)], ['cost', one(sheet.cost)], ['providers', providers], ['decides', one(sheet.decides)], ['next', one(sheet.next)],
  ]
  return all.filter(([id, said]) => said.length || mayBeSilent.includes(id)).map(([id, words]) => {
    const { anchor, element = '' } = places[id] ?? { anchor: id }
    return { id, anchor, element, title: voice.t(`catalogue.sections.${id}`), words }
  })
}

/** What every sheet must answer: where the source is silent, the page says so. */
const mayBeSilent = ['for_whom', 'how', 'bring', 'times', 'cost', 'what_you_get']

/** Where a section stands in the page, and the name that the checker of the national model looks for. */
const places: Record<string, { anchor: string; element?: string }> = {
  for_whom: { anchor: 'a-chi', element: 'service-addressed' },
  how: { anchor: 'come-fare', element: 'service-how-to' },
  bring: { anchor: 'che-cosa-serve', element: 'service-needed' },
  what_you_get: { anchor: 'che-cosa-ottieni', element: 'service-achieved' },
  times: { anchor: 'tempi', element: 'service-calendar-text' },
  cost: { anchor: 'quanto-costa' },
  providers: { anchor: 'chi-lo-fa' },
  decides: { anchor: 'chi-decide' },
  next: { anchor: 'dopo' },
}

/** A family or a group that citizens may read. */
export function viewFamily(content: Content, shown: Family | Group, voice: Voice): SheetView {
  const families = 'code' in shown ? [...content.families.values()].filter((f) => f.group === shown.slug && f.citizen_facing && !f.reveals_condition) : [shown]
  const sheets = [...content.opportunities.values()].filter((o) => o.visibility === 'C' && families.some((f) => f.slug === o.family))
  const here = sheets.filter(({ slug }) => !content.territory.off.includes(slug))
  const related = 'code' in shown ? families.map((f) => link(`/aiuti/${f.slug}`, f, voice)) : sheets.map((o) => link(`/servizi/${o.slug}`, o, voice))
  return { ...base(shown, voice), sections: sectionsOf(shown, voice), sources: [], related, available: here.length || !sheets.length ? 'here' : 'ask' }
}

/** One sheet of the catalogue. */
export function viewOpportunity(content: Content, shown: Opportunity, voice: Voice): SheetView {
  const family = content.families.get(shown.family)
  const sections = sectionsOf({ ...(family && fallbacks(family)), ...shown }, voice, (shown.providers ?? []).map((text) => voice.text(text)))
  const related = family && !family.reveals_condition ? [link(`/aiuti/${family.slug}`, family, voice)] : []
  return { ...base(shown, voice), sections, sources: [voice.t(`catalogue.documents.${shown.source.document}`)], related, available: content.territory.off.includes(shown.slug) ? 'off' : 'here' }
}

/** What a sheet leaves to its family: who decides and what happens next. */
const fallbacks = ({ decides, next, warning }: Family) => ({ decides, next, warning })

const base = (shown: Sheet & { slug: string; axis: string }, voice: Voice) => ({
  slug: shown.slug,
  title: voice.text(shown.title),
  summary: voice.text(shown.summary),
  warning: shown.warning && voice.text(shown.warning),
  verified: voice.day(shown.verified_on),
  axis: voice.t(`catalogue.axes.${shown.axis}`),
})

const link = (href: string, sheet: Pick<Sheet, 'title' | 'summary'>, voice: Voice) => ({ href, title: voice.text(sheet.title), summary: voice.text(sheet.summary) })
