/** What a role may do (domain.md 2.6). Guards, buttons and queries read this table; nothing else decides. */
export type Right = 'dossiers' | 'people' | 'audit'

export const roles: Record<string, Right[]> = {
  front_office: ['dossiers'],
  assistente_sociale: ['dossiers'],
  amministratore_sistema: ['people'],
  dpo_auditor: ['audit'],
}

export const may = (role: string, right: Right): boolean => roles[role]?.includes(right) ?? false

/** Roles that work at a desk. */
export const needsDesk = (role: string): boolean => may(role, 'dossiers')
