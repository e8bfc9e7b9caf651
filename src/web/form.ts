import { HTTPException } from 'hono/http-exception'
import type { Form } from '../engine/question.ts'
import type { Ctx } from './context.ts'

/**
 * The posted fields as strings; files are nobody's business here.
 * @throws HTTPException 400 on a body that is no form: read as an empty one, it would undo an answer
 */
export async function readForm(c: Ctx): Promise<Form> {
  if (!formType.test(c.req.header('Content-Type') ?? '')) throw new HTTPException(400)
  const body = await c.req.parseBody({ all: true }).catch(() => {
    throw new HTTPException(400)
  })
  const fields = Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? value.filter(isString) : value] as const)
  return withSilence(Object.fromEntries(fields.filter((field): field is readonly [string, string | string[]] => isString(field[1]) || Array.isArray(field[1]))))
}

/** "Non lo so" beside a field to write in is a box of its own name (`tace`): it is one of the answers all the same. */
export const withSilence = ({ tace, ...form }: Form): Form => (tace === undefined ? form : { ...form, risposta: [form.risposta ?? [], tace].flat() })

const formType = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i

/** One field, as a single string. */
export const field = (form: Form, name: string): string => {
  const value = form[name]
  return (Array.isArray(value) ? value.at(-1) : value) ?? ''
}

const isString = (value: unknown): value is string => typeof value === 'string'
