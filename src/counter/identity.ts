import { act, type Outcome } from '../agenda/verb.ts'
import type { Dossier } from '../dossiers/dossiers.ts'
import type { App, StaffMember } from '../web/context.ts'

/** May an operator still write that they saw a document? Of who reports nobody asks one (domain.md 2.4). */
export const mayIdentify = ({ act: kind, identification, erasedAt }: Dossier): boolean => kind !== 'segnalazione' && identification === 'dichiarata' && !erasedAt

/** A request sent from home, whose person is now at the counter with a document: from here on they are who they said (domain.md 2.4, 2.6). */
export const identify = (app: App, { id, role }: StaffMember, dossier: Dossier, revision: number): Outcome =>
  act(app, { id, role }, dossier.id, revision, (_, __, now) => (mayIdentify(now) ? { kind: 'identita_vista', detail: {}, change: { identification: 'verificata_operatore' } } : 'changed'))
