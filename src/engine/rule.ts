/**
 * The one rule language: "ask this question?", "propose this family?", "which desk?" (domain.md 3.4).
 * A rule is a set of conditions, one per question, that must all hold. Verdicts have three values.
 */
export type Condition = {
  /** The answer is this code. */
  is?: string | undefined
  /** The answer is one of these codes. */
  in?: string[] | undefined
  /** At least one of the codes chosen is among these (multiple choice). */
  any?: string[] | undefined
  /** All of these codes were chosen (multiple choice). */
  every?: string[] | undefined
  /** One of these was said in so many words: silence never suggests them. For what a person names only if they wish. */
  named?: string[] | undefined
  /** Holds unless one of these was said: silence never closes a door. */
  unless?: string[] | undefined
  /** The question was asked, and the person does not know or does not say. */
  unknown?: boolean | undefined
}
export type Conditions = Record<string, Condition>

export type Truth = 'yes' | 'no' | 'perhaps'

/** What is known: codes said on the open path, and questions of that path not answered yet. */
export type Facts = { said: Record<string, string[]>; pending: ReadonlySet<string> }

/** A verdict with its reasons: the questions that held it up, and those whose answer would settle it. */
export type Verdict = { truth: Truth; because: string[]; open: string[] }

/** The code of an answer that says nothing: "Non lo so", "Preferisco non dirlo". */
export const unknownCode = 'ignoto'

/** Judges conditions on facts. No condition: yes. A question that was not asked makes its condition false. */
export function judge(conditions: Conditions, facts: Facts): Verdict {
  const because: string[] = []
  const open: string[] = []
  for (const question in conditions) {
    const condition = conditions[question] as Condition
    const truth = holds(condition, facts.said[question], facts.pending.has(question))
    if (truth === 'no') return { truth: 'no', because: [], open: [] }
    if (truth === 'perhaps') open.push(question)
    else if (!condition.unless) because.push(question)
  }
  return { truth: open.length ? 'perhaps' : 'yes', because, open }
}

/** The best verdict of several alternatives. */
export function judgeAny(alternatives: Conditions[], facts: Facts): Verdict {
  const verdicts = alternatives.map((conditions) => judge(conditions, facts))
  return verdicts.find((v) => v.truth === 'yes') ?? verdicts.find((v) => v.truth === 'perhaps') ?? { truth: 'no', because: [], open: [] }
}

function holds(condition: Condition, said: string[] | undefined, pending: boolean): Truth {
  if (condition.unless) return said?.some((code) => condition.unless?.includes(code)) ? 'no' : 'yes'
  if (condition.named) return truth(said?.some((code) => condition.named?.includes(code)) ?? false)
  if (!said) return pending ? 'perhaps' : 'no'
  const unknown = said.includes(unknownCode)
  if (condition.unknown !== undefined) return truth(unknown === condition.unknown)
  if (condition.every) return unknown ? 'perhaps' : truth(condition.every.every((code) => said.includes(code)))
  const wanted = condition.in ?? condition.any ?? [condition.is ?? '']
  if (said.some((code) => wanted.includes(code))) return 'yes'
  return unknown ? 'perhaps' : 'no'
}

const truth = (value: boolean): Truth => (value ? 'yes' : 'no')
