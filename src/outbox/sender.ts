import { fingerprint } from '../vault/vault.ts'
import type { App } from '../web/context.ts'
import { openMail, type Mail } from './mail.ts'
import { claimLetter, markFailed, markSent, mostTries, openLetter, type Claimed } from './outbox.ts'

/** Chore: sends what is due, one letter after the other. Without a mail server nothing is sent, and nothing is lost. */
export async function sendLetters(app: App): Promise<void> {
  const settings = app.config.mail
  let claimed = settings && claimLetter(app)
  if (!settings || !claimed) return
  const mail = openMail(settings)
  for (; claimed; claimed = claimLetter(app)) await sendOne(app, mail, claimed)
  mail.close()
}

async function sendOne(app: App, mail: Mail, claimed: Claimed): Promise<void> {
  try {
    // So often was it taken by a process that died.
    if (claimed.tries > mostTries) throw new Error('given up')
    await mail.send(openLetter(app, claimed), fingerprint(claimed.sealed).slice(0, 32))
  } catch (error) {
    markFailed(app, claimed)
    return tell(claimed, error as Failure)
  }
  markSent(app, claimed)
}

type Failure = Error & { code?: string; responseCode?: number }

/** Never what the server said: it repeats the address. */
function tell({ id, tries }: Claimed, { name, code, responseCode }: Failure): void {
  console.error(JSON.stringify({ chore: 'send letters', letter: id, tries, error: code ?? name, ...(responseCode ? { reply: responseCode } : {}) }))
}
