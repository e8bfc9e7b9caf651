/** A comune or a country, by its cadastral (Belfiore) code, which survives mergers and province reforms. */
export type Place = { code: string; name: string; province?: string; abroad: boolean; ended?: string; now?: string }

/** All the places there are, as questions need them; made outside the engine, handed to it with the question. */
export type Places = {
  /** Best first. Forgives accents, case, apostrophes and small misspellings; takes "Bitonto (BA)" and codes too. */
  find(typed: string, limit?: number): Place[]
  /** Only when what was typed means one place. */
  exact(typed: string): Place | undefined
  byCode(code: string): Place | undefined
}
