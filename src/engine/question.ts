import type { Text } from './text.ts'

export type Kind = 'one' | 'many' | 'comune' | 'name' | 'text' | 'date' | 'phone' | 'email' | 'notice' | 'agree'

export type Option = {
  code: string
  label: Text
  label_other?: Text | undefined
  alias?: string[] | undefined
  icon?: string | undefined
  /** Multiple choice: means nothing beside another choice ("Non so", "Nessuno"). */
  alone?: boolean | undefined
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
  short?: Text | undefined
  options?: Option[] | undefined
  quiet: ('ignoto' | 'taciuto')[]
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
  /** date only: the name of the fact that holds the age band of this birth date. */
  age_fact?: string | undefined
  autocomplete?: string | undefined
}

/** What is kept of an answer: codes and typed words, never the text of a choice. */
export type Answer = string | string[] | Record<string, string>
export type Answers = Record<string, Answer>

/** The fields of a posted form, as read from the body. */
export type Form = Record<string, string | string[]>
