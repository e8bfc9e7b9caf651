import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inAddress } from '../../src/dossiers/number.ts'
import type { Fields, TestApp, Visitor } from './app.ts'
import { fileRequest, type Filed, type Wishes } from './requests.ts'

export type Case = { request: Filed; person: Visitor; desk: Visitor; sheet: string }

/** A request of Bitonto to which the desk has asked for these items; the person has given number and code. */
export async function askFor(service: TestApp, items: string[], wishes: Wishes = {}, by?: Visitor): Promise<Case> {
  const desk = by ?? (await deskOf(service))
  const request = fileRequest(service.app, wishes)
  const sheet = `/operatori/richieste/${inAddress(request.number)}`
  await decide({ desk, sheet }, 'prendi')
  await decide({ desk, sheet }, 'integra', { elementi: items, entro: '2026-12-20' })
  return { request, desk, sheet, person: await follow(service, request) }
}

const desks = new WeakMap<TestApp, Promise<Visitor>>()

/** One operator for all the cases of a service. */
function deskOf(service: TestApp): Promise<Visitor> {
  const desk = desks.get(service) ?? service.operator('pua-bitonto')
  desks.set(service, desk)
  return desk
}

/** A decision on the page as it is now. */
export async function decide({ desk, sheet }: Pick<Case, 'desk' | 'sheet'>, decisione: string, fields: Fields = {}) {
  const versione = /name="versione" value="(\d+)"/.exec((await desk.get(sheet)).html)?.[1] ?? ''
  return desk.post(`${sheet}/decisioni`, { decisione, versione, ...fields })
}

export async function follow(service: TestApp, { number, code }: Filed): Promise<Visitor> {
  const person = service.visitor()
  await person.post('/la-mia-richiesta', { numero: number, codice: code })
  return person
}

export const addressOf = (item: string): string => `/la-mia-richiesta/elementi/${item}`

/** A form with files, as a browser sends it. */
export function withFiles(files: [name: string, bytes: Buffer | string][], fields: Record<string, string> = { modo: 'manda' }): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const [name, bytes] of files) form.append('file', new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], name, { type: 'image/jpeg' }))
  return form
}

/** The names of what stands in the folder of files. */
export function onDisk({ app }: TestApp): string[] {
  try {
    return readdirSync(join(app.config.dataDir, 'files'))
  } catch {
    return []
  }
}

/** Everything of the data folder, name and bytes, as one string. */
export const everything = ({ app }: TestApp): string =>
  readdirSync(app.config.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => entry.name + readFileSync(join(entry.parentPath, entry.name)).toString('latin1')).join('\n')

/** The text of a page, without marks. */
export const wordsOf = ({ html }: { html: string }): string => html.replace(/<[^>]+>/g, ' ').replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&').replace(/\s+/g, ' ')
