import { agree, many, notice, one } from './kinds/choices.ts'
import { comune } from './kinds/comune.ts'
import { fiscalCode } from './kinds/fiscal-code.ts'
import type { KindRules } from './kinds/kind.ts'
import { address, counts, date, grid, name } from './kinds/parts.ts'
import { email, phone, text } from './kinds/typed.ts'
import type { Kind } from './question.ts'

/** One entry per kind of answer: how it is read, when a kept one still holds, what rules see of it. */
export const kinds: Record<Kind, KindRules> = { one, many, comune, name, text, date, phone, email, fiscal_code: fiscalCode, address, counts, grid, notice, agree }

export { birthIn } from './kinds/fiscal-code.ts'
export { codesOf, quietCodes } from './kinds/kind.ts'
export type { Doubt } from './kinds/kind.ts'
