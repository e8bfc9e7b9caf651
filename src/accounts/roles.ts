/** What a role may do (domain.md 2.6). Guards, buttons and queries read this table; nothing else decides. */
export type Right = 'dossiers' | 'people' | 'audit'

export const roles: Record<string, Right[]> = {
  front_office: ['dossiers'],
  assistente_sociale: ['dossiers'],
  amministratore_sistema: ['people'],
  dpo_auditor: ['audit'],
}

export const may = (role: string, right: Right): boolean => roles[role]?.includes(right) ?? false

/** The rooms of the staff wing, in the order of the menu; `word` is a key of staff.nav. */
const rooms: { href: string; word: string; right?: Right }[] = [
  { href: '/operatori/richieste', word: 'requests', right: 'dossiers' },
  { href: '/operatori/bozze', word: 'counter', right: 'dossiers' },
  { href: '/operatori/persone', word: 'people', right: 'people' },
  { href: '/operatori/registro', word: 'audit', right: 'audit' },
  { href: '/operatori/come-funziona', word: 'how' },
]

/** The rooms that a role may enter; the first is where its day begins. */
export const roomsOf = (role: string) => rooms.filter(({ right }) => !right || may(role, right))

/** Roles that work at a desk. */
export const needsDesk = (role: string): boolean => may(role, 'dossiers')
