import { blob, index, integer, primaryKey, sqliteTable, text, unique } from './drizzle.ts'

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
  /** Since when it is closed, in whatever way; null while it is open: what is kept is counted from here. */
  closedAt: text('closed_at'),
  /** When its key was destroyed: from then on only the numbers are left. */
  erasedAt: text('erased_at'),
}, (table) => [
  unique('dossiers_protocol').on(table.year, table.serial),
  index('dossiers_queue').on(table.desk, table.status, table.rank, table.receivedAt),
])

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
}, (table) => [index('events_dossier').on(table.dossier, table.id)])

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
