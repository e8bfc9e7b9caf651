import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSender } from './outbox/address.ts'
import type { MailSettings } from './outbox/mail.ts'
import { newKey, type Key } from './vault/vault.ts'

export const databaseName = 'approdo.db'

export type Config = {
  port: number
  dataDir: string
  /** https://… when a proxy stands in front; undefined: whatever the browser says. */
  publicOrigin: string | undefined
  territory: string
  masterKey: Key
  /** Trust X-Forwarded-For: only behind a proxy of one's own. */
  behindProxy: boolean
  /** undefined: no letter is sent, and nobody is offered one. */
  mail: MailSettings | undefined
  /** Must everybody of the staff have a second factor, or only use it who has one? */
  secondFactor: 'richiesto' | 'facoltativo'
  /** The provider by which staff may sign in; undefined: by password only. */
  oidc: OidcSettings | undefined
}

export type OidcSettings = { issuer: string; clientId: string; clientSecret: string }

/** Reads the settings from the environment, once. @throws Error with a line per wrong setting */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const faults: string[] = []
  const port = Number(env.PORT || 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65535) faults.push(`PORT: "${env.PORT}" is not a port; write a number from 0 to 65535`)
  const publicOrigin = env.PUBLIC_ORIGIN?.replace(/\/$/, '')
  if (publicOrigin && !/^https?:\/\/[^/]+$/.test(publicOrigin)) faults.push(`PUBLIC_ORIGIN: "${env.PUBLIC_ORIGIN}" is not an origin; write for example https://sportello.example.org`)
  if (env.MASTER_KEY && Buffer.from(env.MASTER_KEY, 'base64').length !== 32) faults.push('MASTER_KEY: must be 32 bytes in base64')
  const mail = readMail(env, publicOrigin, faults)
  const oidc = readOidc(env, faults)
  const secondFactor = env.SECOND_FACTOR || 'facoltativo'
  if (secondFactor !== 'richiesto' && secondFactor !== 'facoltativo') faults.push(`SECOND_FACTOR: "${secondFactor}" is not one of richiesto, facoltativo`)
  if (faults.length) throw new Error(faults.join('\n'))
  const dataDir = env.DATA_DIR ?? 'data'
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const masterKey = env.MASTER_KEY ? Buffer.from(env.MASTER_KEY, 'base64') : masterKeyIn(dataDir)
  return { port, dataDir, publicOrigin, territory: env.TERRITORY ?? 'bari', masterKey, behindProxy: env.BEHIND_PROXY === '1', mail, secondFactor: secondFactor === 'richiesto' ? 'richiesto' : 'facoltativo', oidc }
}

/** The mail server. The address holds its password: no fault repeats it. */
function readMail(env: NodeJS.ProcessEnv, origin: string | undefined, faults: string[]): MailSettings | undefined {
  const { SMTP_URL: url, MAIL_FROM: sender = '' } = env
  if (!url) return undefined
  const from = readSender(sender)
  if (!/^smtps?:\/\/[^/]/.test(url) || !URL.canParse(url)) faults.push('SMTP_URL: is not the address of a mail server; write for example smtps://name:password@mail.example.org')
  if (!from) faults.push(`MAIL_FROM: "${sender}" is not a sender; write for example Approdo <noreply@example.org>`)
  // A letter is sent long after the request of a browser: what a browser once called us must not decide where its links lead.
  if (!origin) faults.push('PUBLIC_ORIGIN: letters need it for their links; write for example https://sportello.example.org')
  return from && origin ? { url, from, origin } : undefined
}

/** The provider of the ente. Its secret is repeated by no fault. */
function readOidc({ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret }: NodeJS.ProcessEnv, faults: string[]): OidcSettings | undefined {
  if (!issuer && !clientId && !clientSecret) return undefined
  if (!issuer || !isIssuer(issuer)) faults.push(`OIDC_ISSUER: "${issuer ?? ''}" is not the address of a provider; write for example https://accesso.example.org`)
  if (!clientId || !clientSecret) faults.push('OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: both are needed with OIDC_ISSUER')
  return issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : undefined
}

/** Plain http only to this very machine, as in a test. */
const isIssuer = (issuer: string) => URL.canParse(issuer) && /^(https:\/\/[^/]|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/|$))/.test(issuer)

/** The master key stands beside the database, in a file that only its owner reads; a backup must not hold both. */
function masterKeyIn(dataDir: string): Key {
  const file = join(dataDir, 'master.key')
  if (!existsSync(file) && existsSync(join(dataDir, databaseName))) throw new Error(`${file} is missing, but there is a database that only it can read: put the key back`)
  if (!existsSync(file)) writeFileSync(file, newKey().toString('base64'), { mode: 0o600, flag: 'wx', flush: true })
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (key.length !== 32) throw new Error(`${file}: must hold 32 bytes in base64`)
  return key
}
