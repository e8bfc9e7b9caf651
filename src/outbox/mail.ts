import { createRequire } from 'node:module'
import type * as Nodemailer from 'nodemailer'
import { isAddress, type Sender } from './address.ts'
import type { Letter } from './outbox.ts'

/** Where letters are handed in, who they come from, and the public address of the site, which their links begin with. */
export type MailSettings = { url: string; from: Sender; origin: string }
export type Mail = { send(letter: Letter, key: string): Promise<void>; close(): void }

/** Loaded at the first letter. */
const load = createRequire(import.meta.url)

const seconds = 1000
/** A server that hangs must not hold a letter for longer than it is claimed. */
const patience = { connectionTimeout: 30 * seconds, greetingTimeout: 30 * seconds, socketTimeout: 60 * seconds }

/**
 * A connection to the mail server. `send` throws what the server, or the way to it, said; its words may hold the recipient.
 * `key`: the same for each try of the same letter, so that who gets it twice may be shown it once.
 */
export function openMail({ url, from }: MailSettings): Mail {
  const { createTransport } = load('nodemailer') as typeof Nodemailer
  const transport = createTransport({ url, ...patience, disableFileAccess: true, disableUrlAccess: true })
  return {
    async send({ to, subject, text }, key) {
      // The package reads a second recipient out of commas, brackets and line breaks: the form refused them, and so does the last door.
      if (!isAddress(to)) throw new Error('not one address')
      await transport.sendMail({
        from, to, subject, text, xMailer: false,
        messageId: `<${key}@${from.address.split('@').at(-1)}>`,
        // No answer by a machine to a letter of a machine (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    },
    close: () => transport.close(),
  }
}
