import type { Dossier } from '../dossiers/dossiers.ts'
import { readNumber } from '../dossiers/number.ts'
import type { App, Ctx } from '../web/context.ts'
import { findMine, refuse } from './triage.ts'

/** The dossier of the address, if the member may see it. What they may not is logged and answered like what does not exist. */
export function mine(app: App, c: Ctx): Dossier | undefined {
  const number = readNumber(c.req.param('number') ?? '')
  const dossier = number ? findMine(app, c.get('member'), number) : undefined
  if (number && !dossier) refuse(app, c.get('member'), number)
  return dossier
}
