import { blob, index, integer, sqliteTable, text, unique } from './drizzle.ts'

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
}, (table) => [
  unique('dossiers_protocol').on(table.year, table.serial),
  index('dossiers_queue').on(table.desk, table.status, table.rank, table.receivedAt),
])

/** The key of each dossier, wrapped by the master key. Erasing a dossier deletes its row here. */
export const dossierKeys = sqliteTable('dossier_keys', {
  dossier: integer('dossier').primaryKey().references(() => dossiers.id),
  wrapped: bytes('wrapped').notNull(),
})

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
}, (table) => [index('drafts_updated').on(table.updatedAt)])

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
