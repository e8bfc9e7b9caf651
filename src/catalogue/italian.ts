import { stemmer } from '@orama/stemmers/italian'

/** Words that say nothing when searching. */
const silent = new Set(('a ad al alla alle agli ai allo anche avere c che chi ci come con cosa da dal dalla dalle degli dei del della delle dello di e ed è '
  + 'essere fare gli ha hanno ho i il in io l la le lei lo loro lui ma me mi mia mie miei mio ne nel nella non o per più quale qualche quando quello questa '
  + 'questo se si sia sono su sua sui sul sulla suo te ti tra tu tua un una uno vi voglio vorrei bisogno serve cerco aiuto').split(' '))

/** The meaningful words of an Italian text: small letters, no accents. */
export function wordsOf(text: string): string[] {
  const plain = fold(text)
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length > 1 && !silent.has(word))
}

/** Their stems: "abitare" and "abitazioni" meet. */
export const stemsOf = (text: string): string[] => wordsOf(text).map((word) => stemmer(word))

/** Small letters without accents: people often write none. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
