/** What a role may do (domain.md 2.6). Guards, buttons and queries read this table; nothing else decides. */
export type Right =
  | 'dossiers' // enter the queue and open what is in its scope
  | 'sensitive' // open the parts of special categories, with a reason
  | 'notes' // words of staff for staff
  | 'assign' // give a dossier to somebody else
  | 'priority'
  | 'agenda'
  | 'refer'
  | 'join'
  | 'export'
  | 'figures'
  | 'ratings' // what people say of the pages: counts, nobody's
  | 'service' // answer what was referred to one's own service
  | 'people'
  | 'audit'

/** What a role sees: the dossiers of its desk, of its ambito, those it follows itself, those referred to its service, or none. */
export type Scope = 'desk' | 'ambito' | 'own' | 'service' | 'none'

type Role = { sees: Scope; may: Right[] }

export const roles: Record<string, Role> = {
  front_office: { sees: 'desk', may: ['dossiers', 'assign', 'priority', 'agenda', 'refer', 'join'] },
  assistente_sociale: { sees: 'ambito', may: ['dossiers', 'sensitive', 'notes', 'assign', 'priority', 'agenda', 'refer', 'join', 'export', 'figures'] },
  infermiere: { sees: 'ambito', may: ['dossiers', 'sensitive', 'notes', 'priority', 'agenda'] },
  coordinatore_uvm: { sees: 'ambito', may: ['dossiers', 'sensitive', 'notes', 'assign', 'priority', 'agenda', 'refer', 'figures'] },
  case_manager: { sees: 'own', may: ['dossiers', 'sensitive', 'notes', 'agenda', 'refer'] },
  responsabile_procedimento: { sees: 'ambito', may: ['dossiers', 'sensitive', 'notes', 'assign', 'export', 'figures', 'ratings'] },
  operatore_servizio: { sees: 'service', may: ['service'] },
  redattore_catalogo: { sees: 'none', may: ['ratings'] },
  dpo_auditor: { sees: 'none', may: ['audit', 'figures', 'ratings'] },
  amministratore_sistema: { sees: 'none', may: ['people', 'ratings'] },
}

export const may = (role: string, right: Right): boolean => roles[role]?.may.includes(right) ?? false

/** The rooms of the staff wing, in the order of the menu; `word` is a key of staff.nav. */
const rooms: { href: string; word: string; right?: Right }[] = [
  { href: '/operatori/oggi', word: 'today', right: 'dossiers' },
  { href: '/operatori/richieste', word: 'requests', right: 'dossiers' },
  { href: '/operatori/bozze', word: 'counter', right: 'dossiers' },
  { href: '/operatori/agenda', word: 'agenda', right: 'agenda' },
  { href: '/operatori/affidamenti', word: 'referrals', right: 'service' },
  { href: '/operatori/indicatori', word: 'figures', right: 'figures' },
  { href: '/operatori/persone', word: 'people', right: 'people' },
  { href: '/operatori/registro', word: 'audit', right: 'audit' },
  { href: '/operatori/valutazioni', word: 'ratings', right: 'ratings' },
  { href: '/operatori/come-funziona', word: 'how' },
  { href: '/operatori/accessi', word: 'access' },
]

/** The rooms that a role may enter; the first is where its day begins. */
export const roomsOf = (role: string) => rooms.filter(({ right }) => !right || may(role, right))

type Place = 'desk' | 'ambito' | 'service'
const places: Record<Scope, { takes: Place[]; enough: Place[] }> = {
  desk: { takes: ['desk'], enough: ['desk'] },
  // The ambito follows from the desk, where there is one.
  ambito: { takes: ['desk', 'ambito'], enough: ['desk', 'ambito'] },
  own: { takes: ['desk'], enough: ['desk'] },
  service: { takes: ['service'], enough: ['service'] },
  none: { takes: [], enough: [] },
}

/** Where a role may belong, and what of it, any one, is needed to see something. */
export const placesFor = (role: string) => places[roles[role]?.sees ?? 'none']
