import type { Form } from '../engine/question.ts'
import type { Ctx } from './context.ts'

/** The posted fields as strings; files are nobody's business here. A broken body is an empty form. */
export async function readForm(c: Ctx): Promise<Form> {
  const body = await c.req.parseBody({ all: true }).catch(() => ({}))
  const fields = Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? value.filter(isString) : value] as const)
  return Object.fromEntries(fields.filter((field): field is readonly [string, string | string[]] => isString(field[1]) || Array.isArray(field[1])))
}

/** One field, as a single string. */
export const field = (form: Form, name: string): string => {
  const value = form[name]
  return (Array.isArray(value) ? value.at(-1) : value) ?? ''
}

const isString = (value: unknown): value is string => typeof value === 'string'
