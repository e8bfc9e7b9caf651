import type { Places } from './places.ts'
import type { Conditions } from './rule.ts'
import type { Text } from './text.ts'

export type Kind =
  'one' | 'many' | 'comune' | 'name' | 'text' | 'date' | 'phone' | 'email' | 'fiscal_code' | 'address' | 'counts' | 'grid' | 'notice' | 'agree'

/** "Non lo so", "Preferisco non dirlo", "Mi serve aiuto": for rules all three are unknown; what was said stays in the answer. */
export type Quiet = 'ignoto' | 'taciuto' | 'aiuto'

export type Option = {
  code: string
  label: Text
  label_other?: Text | undefined
  alias?: string[] | undefined
  icon?: string | undefined
  /** Multiple choice: means nothing beside another choice ("Non so", "Nessuno"). */
  alone?: boolean | undefined
  /** Offered only where this does not exclude it. */
  when?: Conditions | undefined
  /** The heading under which it stands, said by the first of a group. */
  group?: Text | undefined
  /** grid: what it is and where to find it, to unfold. */
  help?: Text | undefined
}

/** A question, told once and listed by the journeys that ask it. */
export type Question = {
  id: string
  kind: Kind
  label: Text
  /** The wording when the request is for another person. */
  label_other?: Text | undefined
  help?: Text | undefined
  help_other?: Text | undefined
  why?: Text | undefined
  /** How the answer is used once sent: a code of processing.yaml. */
  processing?: string | undefined
  short?: Text | undefined
  options?: Option[] | undefined
  /** grid only: what may be said of each row. */
  levels?: { code: string; label: Text }[] | undefined
  quiet: Quiet[]
  required: boolean
  max_length?: number | undefined
  field?: number | undefined
  category: 'com' | 'part'
  panel?: string | undefined
  /** notice only: the path ends here. */
  exit?: boolean | undefined
  /** notice with exit only: the acts with which the request can go on instead. */
  restart?: string[] | undefined
  /** A page to read before answering. */
  link?: { href: string; label: Text } | undefined
  /** date and fiscal_code: the name of the fact that holds the age band of this birth date. */
  age_fact?: string | undefined
  /** name only: asks also how the person wants to be called. */
  chosen_name?: boolean | undefined
  /** address only: beginnings of streets that stand for no home (residenza fittizia). */
  no_home?: string[] | undefined
  /** comune only: all the places of Italy and abroad, beside the options. */
  places?: Places | undefined
  autocomplete?: string | undefined
}

/** What is kept of an answer: codes and typed words, never the text of a choice. */
export type Answer = string | string[] | Record<string, string>
export type Answers = Record<string, Answer>

/** The fields of a posted form, as read from the body. */
export type Form = Record<string, string | string[]>
