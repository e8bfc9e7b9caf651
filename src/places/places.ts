import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { distance } from 'fastest-levenshtein'
import type { Place, Places } from '../engine/places.ts'

export type Mergers = { new: { code: string; name: string; province: string }[]; mergers: { into: string; province: string; from: string[]; since?: string | undefined }[] }

const longest = 60

/**
 * All comuni and countries by cadastral code, today's and those of yesterday; read at the first question about them.
 * @param root db/content
 * @param mergers which comune took the place of which: what is not there is not guessed
 */
export function createPlaces(root: string, mergers: Mergers): Places {
  const key = root + JSON.stringify(mergers)
  const shared = made.get(key) ?? makePlaces(root, mergers)
  made.set(key, shared)
  return shared
}

/** Several authorities in one process look into one table. */
const made = new Map<string, Places>()

function makePlaces(root: string, mergers: Mergers): Places {
  let table: Table | undefined
  const ready = () => (table ??= makeTable(readFileSync(join(root, 'places/places.tsv'), 'utf8'), mergers))
  return {
    find: (typed, limit = 8) => findIn(ready(), typed).slice(0, limit),
    exact: (typed) => exactIn(ready(), typed),
    byCode: (code) => ready().byCode.get(code),
  }
}

type Named = { place: Place; folded: string }
type Table = { byCode: Map<string, Place>; comuni: Named[] }

function makeTable(tsv: string, { new: added, mergers }: Mergers): Table {
  const rows = tsv.trimEnd().split('\n').slice(1).map((line) => line.split('\t'))
  const places = rows.map(([code = '', name = '', province, ended]): Place =>
    ({ code, name, abroad: code.startsWith('Z'), ...(province ? { province } : {}), ...(ended ? { ended } : {}) }))
  const all = [...added.map((place): Place => ({ ...place, abroad: false })), ...places]
  const comuni = all.filter(({ abroad }) => !abroad)
  for (const { into, province, from, since } of mergers) {
    const now = comuni.find((place) => place.name === into && place.province === province && !place.ended)
    // The list of the archive may not know yet that a comune has ended.
    for (const old of comuni) if (now && from.includes(old.name) && old.province === province) Object.assign(old, { now: now.code, ended: old.ended ?? since })
  }
  return { byCode: new Map(all.map((place) => [place.code, place])), comuni: comuni.map((place) => ({ place, folded: fold(place.name) })) }
}

/** Small letters without accents, apostrophes, hyphens; "S." is any saint. */
const fold = (name: string) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\bs\.\s*/g, 'san ').replace(/[^a-z0-9]+/g, ' ').trim()

/** "Bitonto (BA)", "Bitonto BA", or a code. */
function readTyped(typed: string) {
  const short = typed.slice(0, longest)
  const [, name = short, province] = /^(.*?)[\s,]*\(?\b([A-Z]{2})\)?\s*$/.exec(short.trim()) ?? []
  return { code: short.trim().toUpperCase(), whole: fold(short), name: fold(name), province }
}

function exactIn(table: Table, typed: string): Place | undefined {
  const { code, whole, name, province } = readTyped(typed)
  const coded = /^[A-Y]\d{3}$/.test(code) ? table.byCode.get(code) : undefined
  if (coded) return coded
  const named = table.comuni.filter(({ folded, place }) => folded === whole || (folded === name && place.province === province)).map(({ place }) => place)
  return only(named) ?? (named.length === 0 && whole.length > 3 ? only(table.comuni.filter(({ folded }) => folded.startsWith(`${whole} `)).map(({ place }) => place)) : undefined)
}

/** The one that is meant, those of today before those of yesterday. */
function only(places: Place[]): Place | undefined {
  const present = places.filter(({ ended }) => !ended)
  const meant = present.length ? present : places
  return meant.length === 1 ? meant[0] : undefined
}

/** Same name first, then names that begin so, then names with a word that begins so, then names nearly so; those of today before the others. */
function findIn(table: Table, typed: string): Place[] {
  const { code, whole, name, province } = readTyped(typed)
  const coded = table.byCode.get(code)
  if (coded && !coded.abroad) return [coded]
  if (whole.length < 2) return []
  const rank = ({ folded, place }: Named) => nearness(folded, whole, place.province === province ? name : undefined) * 2 + (place.ended ? 1 : 0)
  const ranked = table.comuni.map((named) => ({ named, at: rank(named) })).filter(({ at }) => at < far * 2)
  return ranked.sort((a, b) => a.at - b.at || a.named.folded.localeCompare(b.named.folded)).map(({ named }) => named.place)
}

const far = 4

/** Does every word typed begin a word of the name? "reggio emilia" means Reggio nell'Emilia. */
const hasWords = (folded: string, whole: string) => whole.split(' ').every((word) => folded.includes(` ${word}`))

function nearness(folded: string, whole: string, name: string | undefined): number {
  if (folded === whole || folded === name) return 0
  if (folded.startsWith(whole)) return 1
  if (hasWords(` ${folded}`, whole)) return 2
  const slips = whole.length > 7 ? 2 : 1
  return whole.length > 3 && folded[0] === whole[0] && Math.abs(folded.length - whole.length) <= slips && distance(folded, whole) <= slips ? 3 : far
}
