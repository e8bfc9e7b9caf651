import type { Entry } from '../events/audit.ts'
import type { App, StaffMember } from '../web/context.ts'

export const later = (app: App, minutes: number): string => new Date(app.now().getTime() + minutes * 60_000).toISOString()

/** A line of the log about staff: who, what, and of whom. */
export const line = (app: App, by: Pick<StaffMember, 'id' | 'role'> | null, action: string, of?: number, outcome: Entry['outcome'] = 'ok'): Entry =>
  ({ at: app.now().toISOString(), operator: by?.id ?? null, role: by?.role ?? 'sistema', action, subject: of === undefined ? null : `persona ${of}`, outcome })
