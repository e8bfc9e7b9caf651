import type { Content } from '../content/content.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import { inAddress } from '../dossiers/number.ts'
import type { Voice } from '../templates.ts'
import { allAnswered, allSaid, asked, type Asked, type Said } from './answers.ts'
import type { Attachment } from './attachments.ts'

type Files = Map<number, Attachment>

/** One item as the person sees it: what it is, how it may be answered, what was answered. */
export function viewItem({ item, said }: Asked, files: Files, voice: Voice) {
  return {
    code: item.code,
    href: `/la-mia-richiesta/elementi/${item.code}`,
    label: voice.text(item.label), why: voice.text(item.why), where: voice.text(item.where), otherwise: voice.text(item.otherwise),
    fact: item.ways.includes('text') && !item.ways.includes('file'),
    text: item.ways.includes('text'), file: item.ways.includes('file'), porto: item.ways.includes('porto'), aiuto: item.ways.includes('aiuto'),
    told: said.map((one) => viewSaid(one, files, voice)),
  }
}

/** Everything that is asked for now, for "La mia richiesta"; undefined where nothing is. */
export function viewAsked(content: Content, opened: OpenDossier, files: Files, voice: Voice) {
  const list = asked(content, opened)
  return list.length ? { all: allAnswered(list), items: new Map(list.map((one) => [one.item.code, viewItem(one, files, voice)])) } : undefined
}

/**
 * Every answer of a dossier for staff, under the item it answers; with it, where each file is opened.
 * What speaks of health is not here: its words stand in the reserved part, its files open one by one with a reason.
 * @param sensitive may they open it? Who may not sees that it has arrived, and no more
 */
export function viewForStaff(content: Content, { dossier, story }: OpenDossier, files: Files, voice: Voice, sensitive: boolean) {
  const open = (id: number) => `/operatori/richieste/${inAddress(dossier.number)}/file/${id}`
  return [...Map.groupBy(allSaid(story), ({ item }) => item)].map(([code, said]) => {
    const special = isSpecial(content, code)
    const shown = (one: Said) => filesIn(one, files, voice).map((file) => ({ ...file, href: open(file.id), name: special ? undefined : file.name }))
    return {
      label: labelOf(content, code, voice), special, may: sensitive || !special,
      told: said.map((one) => ({ ...viewSaid(one, files, voice), words: special ? undefined : one.words, files: special && !sensitive ? [] : shown(one), reserved: sensitive && special && Boolean(one.words) })),
    }
  })
}

/** The words of the answers that speak of health, as rows of the reserved part. */
export const specialWords = (content: Content, { story }: OpenDossier, voice: Voice) =>
  allSaid(story).flatMap(({ item, words }) => (words && isSpecial(content, item) ? [{ id: item, label: labelOf(content, item, voice), answer: [words] }] : []))

export const labelOf = ({ missingItems }: Content, code: string, voice: Voice): string => voice.text(missingItems.find((item) => item.code === code)?.label ?? { it: code })

/** Does the answer to an item speak of health? One that the content no longer has may. */
export const isSpecial = ({ missingItems }: Content, code: string): boolean => missingItems.find((item) => item.code === code)?.special ?? true

function viewSaid(said: Said, files: Files, voice: Voice) {
  return { at: `${voice.day(said.at)}, ${voice.time(said.at)}`, way: said.way, words: said.words, files: filesIn(said, files, voice) }
}

const filesIn = (said: Said, files: Files, voice: Voice) =>
  (said.files ?? []).flatMap((id) => files.get(id) ?? []).map(({ id, name, size, type }) => ({ id, name, size: sizeOf(size, voice), pdf: type === 'application/pdf' }))

const kilobyte = 1024

function sizeOf(bytes: number, voice: Voice): string {
  const [unit, amount] = bytes < kilobyte * kilobyte ? ['kilobyte', Math.ceil(bytes / kilobyte)] as const : ['megabyte', bytes / kilobyte / kilobyte] as const
  return new Intl.NumberFormat(`${voice.lang}-u-nu-latn`, { style: 'unit', unit, maximumFractionDigits: 1 }).format(amount)
}
