import { createRequire } from 'node:module'

/**
 * Drizzle, loaded by require. As ES modules each of its files makes Node parse its package.json of 178 kB again:
 * 0.7 s and 180 MB at every start.
 */
const load = createRequire(import.meta.url)

export type { SQL } from 'drizzle-orm'
export const { and, asc, count, desc, eq, exists, gt, gte, inArray, isNotNull, isNull, like, lt, lte, ne, notInArray, or, sql } = load('drizzle-orm/sql') as typeof import('drizzle-orm/sql')
export const { getTableColumns } = load('drizzle-orm/utils') as typeof import('drizzle-orm/utils')
export const { drizzle } = load('drizzle-orm/better-sqlite3') as typeof import('drizzle-orm/better-sqlite3')
export const { migrate } = load('drizzle-orm/better-sqlite3/migrator') as typeof import('drizzle-orm/better-sqlite3/migrator')
export const { blob, index, primaryKey, integer, sqliteTable, text, unique } = load('drizzle-orm/sqlite-core') as typeof import('drizzle-orm/sqlite-core')
