import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import { blob, index, integer, primaryKey, sql, sqliteTable, text, unique } from './drizzle.ts'

/**
 * One file per authority. What is about a person stands only in `sealed` columns, under the dossier's own key;
 * what stands in clear is what a queue needs to be sorted. Times are ISO strings in UTC, dates are ISO days of Italy.
 */

const bytes = (name: string) => blob(name, { mode: 'buffer' })

export const dossiers = sqliteTable('dossiers', {
  id: integer('id').primaryKey(),
  /** Fingerprint of the draft it came from: the same request posted twice is one dossier. */
  draft: text('draft').notNull().unique(),
  number: text('number').notNull().unique(),
  year: integer('year').notNull(),
  serial: integer('serial').notNull(),
  act: text('act').notNull(),
  status: text('status').notNull(),
  desk: text('desk').notNull(),
  routingRule: text('routing_rule').notNull(),
  comune: text('comune').notNull(),
  /** 0 danger or nowhere to stay, 1 a date is near, 2 all else: only the order of the queue. */
  rank: integer('rank').notNull(),
  operator: integer('operator').references(() => staff.id),
  channel: text('channel').notNull(),
  receivedAt: text('received_at').notNull(),
  updatedAt: text('updated_at').notNull(),
  /** Since when the person waits for our reply; null while we wait for the person, or when it is closed. */
  waitingSince: text('waiting_since'),
  dueOn: text('due_on').notNull(),
  contentVersion: text('content_version').notNull(),
  secretMac: text('secret_mac').notNull(),
  sealed: bytes('sealed').notNull(),
  /** Grows at each decision: who decides on an old page is told. */
  revision: integer('revision').notNull().default(0),
  /** SHA-256 of the receipt as the person saw it (segnatura, impronta: domain.md 4.3). */
  fingerprint: text('fingerprint'),
  /** nessuna, dichiarata, verificata_operatore, spid, cie (domain.md 2.4). */
  identification: text('identification').notNull().default('dichiarata'),
  /** The operator who filled it in at the counter with the person; null: the person did. */
  filledBy: integer('filled_by').references(() => staff.id),
  /** U0 to U4, INFO (domain.md 2.8): set by a person, never by software; null: nobody has looked yet. */
  priority: text('priority'),
  /** The next thing to do, and the day it falls due: appointment, date of an integration, second look. ISO day. */
  nextOn: text('next_on'),
  nextWhat: text('next_what'),
  /** The service it was referred to: a slug of services.yaml. */
  service: text('service'),
  /** The ambito of its comune, so that lists and figures need no content. */
  ambito: text('ambito'),
  /** Axes of its needs, signals and flags of the queue, as a list between bars: "|casa|lavoro|". Nothing of health. */
  axes: text('axes').notNull().default('|'),
  flags: text('flags').notNull().default('|'),
  /** Items asked for of which one arrived, and since when nobody has looked at it. */
  arrivedAt: text('arrived_at'),
  /** Status it goes back to after a pause. */
  pausedFrom: text('paused_from'),
  /** The dossier it was transferred from, or joined into. */
  transferredFrom: integer('transferred_from'),
  joinedInto: integer('joined_into'),
  /** Soft lock: who is writing in it, and until when that holds. */
  lockedBy: integer('locked_by'),
  lockedUntil: text('locked_until'),
  /** First time somebody of us spoke with the person. */
  contactedAt: text('contacted_at'),
  /** Since when it is closed, in whatever way; null while it is open: what is kept is counted from here. */
  closedAt: text('closed_at'),
  /** When its key was destroyed: from then on only the numbers are left. */
  erasedAt: text('erased_at'),
}, (table) => [
  unique('dossiers_protocol').on(table.year, table.serial),
  index('dossiers_queue').on(table.desk, table.status, table.rank, table.receivedAt),
  index('dossiers_operator').on(table.operator, table.status),
  index('dossiers_service').on(table.service, table.status),
  index('dossiers_order').on(table.desk, table.rank, table.dueOn, table.id),
  // What the figures read, without the sealed words beside it.
  index('dossiers_figures').on(table.desk, table.receivedAt, table.status, table.act, table.channel, table.filledBy, table.ambito, table.axes, table.service, table.contactedAt, table.closedAt, table.priority, table.waitingSince),
  // The lists of the desk, in their order, with all that they are filtered by: a row holds a whole sealed dossier, and is read only when shown.
  index('dossiers_open').on(table.rank, sql`(arrived_at is null and (status <> 'integrazione_richiesta' or waiting_since is null))`, table.dueOn, table.id, ...filtered(table))
    .where(sql`closed_at is null and erased_at is null`),
  index('dossiers_waiting').on(table.waitingSince, table.id, ...filtered(table)).where(sql`waiting_since is not null and closed_at is null and erased_at is null`),
  index('dossiers_closed').on(table.id, table.dueOn, ...filtered(table)).where(sql`closed_at is not null and erased_at is null`),
])

/** What a list is filtered by. */
function filtered({ desk, status, operator, waitingSince, arrivedAt, nextOn, priority, channel, ambito, service, axes, flags, closedAt, erasedAt }: Record<string, AnySQLiteColumn>) {
  return [desk, status, operator, waitingSince, arrivedAt, nextOn, priority, channel, ambito, service, axes, flags, closedAt, erasedAt].filter((column) => column !== undefined)
}

/** The last protocol number of each year: gapless, given inside the transaction that files the request. */
export const protocol = sqliteTable('protocol', { year: integer('year').primaryKey(), last: integer('last').notNull() })

/** What happened to a dossier, in order. The words are sealed with the dossier's key. */
export const events = sqliteTable('events', {
  id: integer('id').primaryKey(),
  dossier: integer('dossier').notNull().references(() => dossiers.id),
  at: text('at').notNull(),
  kind: text('kind').notNull(),
  status: text('status').notNull(),
  operator: integer('operator').references(() => staff.id),
  sealed: bytes('sealed'),
}, (table) => [index('events_dossier').on(table.dossier, table.id), index('events_course').on(table.dossier, table.status, table.kind)])

/** Who read or changed what. Append-only: each row carries the hash of the one before. */
export const audit = sqliteTable('audit', {
  id: integer('id').primaryKey(),
  at: text('at').notNull(),
  operator: integer('operator'),
  role: text('role').notNull(),
  action: text('action').notNull(),
  /** The number of a dossier, or "persona N" for a member of staff. */
  subject: text('subject'),
  outcome: text('outcome').notNull(),
  previous: text('previous').notNull(),
  hash: text('hash').notNull(),
})

/** Requests not sent yet: readable only with the visitor's own cookie. */
export const drafts = sqliteTable('drafts', {
  id: text('id').primaryKey(),
  sealed: bytes('sealed').notNull(),
  updatedAt: text('updated_at').notNull(),
  /** Asked to be kept: until then instead of a day after the last answer. */
  keptUntil: text('kept_until'),
}, (table) => [index('drafts_updated').on(table.updatedAt)])

/** Drafts that somebody asked to keep: the draft's token, sealed with a code and a secret that only the person has. */
export const resumes = sqliteTable('resumes', {
  /** Fingerprint of the code. */
  code: text('code').primaryKey(),
  draft: text('draft').notNull(),
  sealed: bytes('sealed').notNull(),
  wrongTries: integer('wrong_tries').notNull().default(0),
  expiresAt: text('expires_at').notNull(),
})

/** A draft, or the camera for a document, passed from one screen to another: short-lived, used once. */
export const handoffs = sqliteTable('handoffs', {
  tokenHash: text('token_hash').primaryKey(),
  /** bozza, foto. */
  kind: text('kind').notNull(),
  /** offerto, preso, tornato, inviato. */
  state: text('state').notNull(),
  /** What is passed, sealed with the token of the address. */
  sealed: bytes('sealed').notNull(),
  /** Fingerprint of the draft that is passed: while it is away, the first screen waits. */
  draft: text('draft'),
  expiresAt: text('expires_at').notNull(),
}, (table) => [index('handoffs_draft').on(table.draft)])

/** Files that arrived for a dossier. The bytes are on disk, sealed with the dossier's key; so is the name here. */
export const attachments = sqliteTable('attachments', {
  id: integer('id').primaryKey(),
  dossier: integer('dossier').notNull().references(() => dossiers.id),
  /** What it answers: a code of missing-items.yaml. */
  item: text('item').notNull(),
  at: text('at').notNull(),
  /** null: the person sent it. */
  operator: integer('operator').references(() => staff.id),
  /** Random name of the file under DATA_DIR/files. */
  file: text('file').notNull().unique(),
  /** image/jpeg, application/pdf: what the bytes are, never what somebody says they are. */
  type: text('type').notNull(),
  size: integer('size').notNull(),
  /** The name it had, for staff. */
  sealed: bytes('sealed').notNull(),
}, (table) => [index('attachments_dossier').on(table.dossier)])

/** Letters to send: recipient and words sealed. A letter is a notice, never the matter. */
export const letters = sqliteTable('letters', {
  id: integer('id').primaryKey(),
  kind: text('kind').notNull(),
  dossier: integer('dossier').references(() => dossiers.id),
  /** Fingerprint of the draft it reminds of. */
  draft: text('draft'),
  dueAt: text('due_at').notNull(),
  /** da_inviare, in_invio, inviata, fallita. While in_invio, `dueAt` is from when it may be taken again. */
  state: text('state').notNull(),
  tries: integer('tries').notNull().default(0),
  sentAt: text('sent_at'),
  sealed: bytes('sealed').notNull(),
}, (table) => [index('letters_due').on(table.state, table.dueAt)])

export const staff = sqliteTable('staff', {
  id: integer('id').primaryKey(),
  email: text('email').notNull().unique(),
  name: text('name').notNull(),
  role: text('role').notNull(),
  /** null: no desk, hence no dossier. */
  desk: text('desk'),
  password: text('password'),
  /** The ambito or the service of roles that have one instead of a desk. */
  ambito: text('ambito'),
  service: text('service'),
  /** Languages spoken, between bars: "|en|fr|". */
  languages: text('languages').notNull().default('|'),
  /** TOTP secret, sealed with the master key; null: no second factor yet. */
  secondFactor: bytes('second_factor'),
  /** Last TOTP step used: a code is good once. */
  lastStep: integer('last_step'),
  /** Wrong passwords or codes in a row, and until when nobody gets in. */
  wrongTries: integer('wrong_tries').notNull().default(0),
  lockedUntil: text('locked_until'),
  /** Who signs in by the provider of the ente: its subject. */
  oidcSubject: text('oidc_subject'),
  active: integer('active', { mode: 'boolean' }).notNull().default(true),
  createdAt: text('created_at').notNull(),
})

/** One-time links, kept as hashes. */
export const invitations = sqliteTable('invitations', {
  tokenHash: text('token_hash').primaryKey(),
  staff: integer('staff').notNull().references(() => staff.id),
  expiresAt: text('expires_at').notNull(),
})

export const sessions = sqliteTable('sessions', {
  tokenHash: text('token_hash').primaryKey(),
  staff: integer('staff').notNull().references(() => staff.id),
  createdAt: text('created_at').notNull(),
  seenAt: text('seen_at').notNull(),
  /** Has the second factor been shown? */
  verified: integer('verified', { mode: 'boolean' }).notNull().default(true),
  /** "Firefox, Windows": so that who looks at the list knows which one it is. */
  label: text('label').notNull().default(''),
})

/** Sentences that were not understood, by their shape alone, where the desk counts them and the person agreed: never the words, no day, nobody. */
export const misread = sqliteTable('misread', {
  /** "2026-11". */
  month: text('month').notNull(),
  desk: text('desk').notNull(),
  lang: text('lang').notNull(),
  length: text('length').notNull(),
  axis: text('axis').notNull(),
  count: integer('count').notNull(),
}, (table) => [primaryKey({ columns: [table.month, table.desk, table.lang, table.length, table.axis] })])

/** What people say of a page: stars from 1 to 5 and one reason of a list, counted by month. No words, no day, no address, nobody. */
export const ratings = sqliteTable('ratings', {
  /** "2026-11". */
  month: text('month').notNull(),
  /** The address of a page of words or of the catalogue, or that of the receipt. */
  page: text('page').notNull(),
  stars: integer('stars').notNull(),
  /** "" where no reason was given. */
  reason: text('reason').notNull(),
  count: integer('count').notNull(),
}, (table) => [primaryKey({ columns: [table.month, table.page, table.stars, table.reason] })])

/** Codes for who lost the second factor: hashes, each used once. */
export const recoveryCodes = sqliteTable('recovery_codes', {
  hash: text('hash').primaryKey(),
  staff: integer('staff').notNull().references(() => staff.id),
})

/** Blind index: keyed fingerprints of what a person may be looked for by; nothing can be read back (domain.md 4.1). */
export const traces = sqliteTable('traces', {
  dossier: integer('dossier').notNull().references(() => dossiers.id),
  /** fiscal_code, phone, name (one row a word), name_birth, email. */
  kind: text('kind').notNull(),
  value: text('value').notNull(),
}, (table) => [primaryKey({ columns: [table.kind, table.value, table.dossier] }), index('traces_dossier').on(table.dossier)])

/** Words of staff for staff: own table, own right, never exported, never shown to the person (domain.md 2.6). */
export const notes = sqliteTable('notes', {
  id: integer('id').primaryKey(),
  dossier: integer('dossier').notNull().references(() => dossiers.id),
  at: text('at').notNull(),
  operator: integer('operator').notNull().references(() => staff.id),
  sealed: bytes('sealed').notNull(),
}, (table) => [index('notes_dossier').on(table.dossier)])

/** Attempts to reach the person (domain.md 2.9): when, how, and how it went. */
export const attempts = sqliteTable('attempts', {
  id: integer('id').primaryKey(),
  dossier: integer('dossier').notNull().references(() => dossiers.id),
  at: text('at').notNull(),
  operator: integer('operator').notNull().references(() => staff.id),
  /** telefono, sms, email, lettera, di_persona. */
  channel: text('channel').notNull(),
  /** parlato, non_risponde, numero_sbagliato, messaggio_lasciato. */
  outcome: text('outcome').notNull(),
  sealed: bytes('sealed'),
}, (table) => [index('attempts_dossier').on(table.dossier)])

/** When a desk sees people. One slot, one appointment. */
export const slots = sqliteTable('slots', {
  id: integer('id').primaryKey(),
  desk: text('desk').notNull(),
  startsAt: text('starts_at').notNull(),
  minutes: integer('minutes').notNull(),
  /** sportello, telefono, domicilio. */
  mode: text('mode').notNull(),
  operator: integer('operator').references(() => staff.id),
}, (table) => [unique('slots_once').on(table.desk, table.startsAt, table.operator), index('slots_desk').on(table.desk, table.startsAt)])

export const appointments = sqliteTable('appointments', {
  id: integer('id').primaryKey(),
  dossier: integer('dossier').notNull().references(() => dossiers.id),
  /** Freed (null) when it is cancelled: the slot can be taken again. */
  slot: integer('slot').unique().references(() => slots.id),
  startsAt: text('starts_at').notNull(),
  minutes: integer('minutes').notNull(),
  mode: text('mode').notNull(),
  /** fissato, spostato, annullato, fatto, mancato. */
  state: text('state').notNull(),
  madeAt: text('made_at').notNull(),
  /** null: the person did. */
  operator: integer('operator').references(() => staff.id),
  /** Place or phone, and what to bring. */
  sealed: bytes('sealed').notNull(),
}, (table) => [index('appointments_dossier').on(table.dossier), index('appointments_when').on(table.startsAt)])

/** A dossier offered to a service (domain.md 2.2 phase 3a). */
export const referrals = sqliteTable('referrals', {
  id: integer('id').primaryKey(),
  dossier: integer('dossier').notNull().references(() => dossiers.id),
  service: text('service').notNull(),
  offeredAt: text('offered_at').notNull(),
  operator: integer('operator').notNull().references(() => staff.id),
  /** offerto, accolto, rifiutato, concluso, ritirato. */
  state: text('state').notNull(),
  answeredAt: text('answered_at'),
  /** When the person agreed that these data go there, and how (domain.md 2.10). */
  consentAt: text('consent_at').notNull(),
  /** Fingerprint of the signed link, for services without an account; null: by account. */
  tokenHash: text('token_hash').unique(),
  expiresAt: text('expires_at'),
  /** Why, which fields, the answer's reason. */
  sealed: bytes('sealed').notNull(),
}, (table) => [index('referrals_dossier').on(table.dossier), index('referrals_service').on(table.service, table.state)])

/** Searches that a member of staff keeps. The query is a path of the queue: never a name or a phone. */
export const savedSearches = sqliteTable('saved_searches', {
  id: integer('id').primaryKey(),
  staff: integer('staff').notNull().references(() => staff.id),
  name: text('name').notNull(),
  query: text('query').notNull(),
}, (table) => [unique('saved_once').on(table.staff, table.name)])

/** Requests joined by staff: undone within 30 days. */
export const joins = sqliteTable('joins', {
  id: integer('id').primaryKey(),
  dossier: integer('dossier').notNull().references(() => dossiers.id),
  into: integer('into').notNull().references(() => dossiers.id),
  at: text('at').notNull(),
  operator: integer('operator').notNull().references(() => staff.id),
  /** The status that it had, and goes back to. */
  status: text('status').notNull(),
  undoneAt: text('undone_at'),
}, (table) => [index('joins_dossier').on(table.dossier), index('joins_into').on(table.into)])

/** Pairs that staff said are two people, or two requests to keep apart. */
export const distinct = sqliteTable('distinct_requests', {
  one: integer('one').notNull().references(() => dossiers.id),
  other: integer('other').notNull().references(() => dossiers.id),
}, (table) => [primaryKey({ columns: [table.one, table.other] })])

/** When a term stood still, and on what law (domain.md 2.7). */
export const suspensions = sqliteTable('suspensions', {
  id: integer('id').primaryKey(),
  dossier: integer('dossier').notNull().references(() => dossiers.id),
  /** integrazione, preavviso. */
  kind: text('kind').notNull(),
  from: text('from_day').notNull(),
  until: text('until_day'),
}, (table) => [index('suspensions_dossier').on(table.dossier)])

/** Answers and leavings of a question, day by day, without anybody in it: where people stop. */
export const dropOff = sqliteTable('drop_off', {
  month: text('month').notNull(),
  journey: text('journey').notNull(),
  question: text('question').notNull(),
  /** answered, or left: the last one of a draft that was never sent. */
  answered: integer('answered').notNull().default(0),
  left: integer('left').notNull().default(0),
}, (table) => [primaryKey({ columns: [table.month, table.journey, table.question] })])
