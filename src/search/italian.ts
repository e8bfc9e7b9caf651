import { stemmer } from '@orama/stemmers/italian'

/** The words of an Italian text: small letters, no accents. */
export const wordsOf = (text: string): string[] => (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length > 1)

/** Their stems: "abitare" and "abitazioni" meet. */
export const stemsOf = (text: string): string[] => wordsOf(text).map((word) => stemmer(word))

/** Small letters without accents: people often write none. The vowels of scripts that write them as marks (Bengali) stay: they are no accents. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{Script=Inherited}/gu, '').toLowerCase()
