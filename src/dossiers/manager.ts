import type { Content } from '../content/content.ts'
import type { Dossier } from './dossiers.ts'

type Standing = Pick<Dossier, 'status' | 'pausedFrom'>

/** Is there a project, which somebody follows by name (domain.md 2.5: "case manager named")? A pause does not change that. */
export const hasProject = ({ workflow }: Content, { status, pausedFrom }: Standing): boolean =>
  workflow.statuses.some(({ code, project }) => project && code === (status === 'sospesa' ? pausedFrom : status))

/** Does this role follow projects? */
export const mayManage = ({ workflow }: Content, role: string): boolean => workflow.managers.includes(role)

/** Whoever follows a project is its case manager, whatever the role is called (domain.md 2.6): they take its decisions. */
export const actsAs = (content: Content, { id, role }: { id: number; role: string }, dossier: Standing & Pick<Dossier, 'operator'>): string[] =>
  (dossier.operator === id && mayManage(content, role) && hasProject(content, dossier) ? [role, 'case_manager'] : [role])
