import type { Configuration } from 'openid-client'
import { and, eq } from '../../db/drizzle.ts'
import { staff } from '../../db/schema.ts'
import type { OidcSettings } from '../config.ts'
import { appendAudit } from '../events/audit.ts'
import type { App } from '../web/context.ts'
import { tidyEmail } from './accounts.ts'
import type { Browser } from './known.ts'
import { line } from './lines.ts'
import { forgiveFrom, isLocked } from './lockout.ts'
import { openSession } from './sessions.ts'
import type { Refused } from './signin.ts'

/** Sign-in by the provider of the ente (OpenID Connect Core 1.0, code flow with PKCE, state and nonce). The package is loaded when first needed. */
const library = () => import('openid-client')

/** What must come back with the person. Travels sealed in a cookie of their browser. */
export type Parting = { verifier: string; state: string; nonce: string; until: string }

const found = new WeakMap<OidcSettings, Promise<Configuration>>()

/** Asks the provider where things are, once; a failure is asked again. */
function providerOf(settings: OidcSettings): Promise<Configuration> {
  const asked = found.get(settings) ?? discover(settings)
  found.set(settings, asked)
  asked.catch(() => found.delete(settings))
  return asked
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  const { discovery, allowInsecureRequests } = await library()
  // Plain http only ever to this machine: src/config.ts refuses the rest.
  const execute = issuer.startsWith('http:') ? [allowInsecureRequests] : []
  return discovery(new URL(issuer), clientId, clientSecret, undefined, { execute, timeout: 10 })
}

/** Where to send the browser, and what must come back. @throws when the provider does not answer */
export async function partFor(settings: OidcSettings, redirect: string, until: string): Promise<{ address: string; parting: Parting }> {
  const [provider, { randomPKCECodeVerifier, calculatePKCECodeChallenge, randomState, randomNonce, buildAuthorizationUrl }] = await Promise.all([providerOf(settings), library()])
  const parting = { verifier: randomPKCECodeVerifier(), state: randomState(), nonce: randomNonce(), until }
  const address = buildAuthorizationUrl(provider, {
    redirect_uri: redirect, scope: 'openid email', state: parting.state, nonce: parting.nonce,
    code_challenge: await calculatePKCECodeChallenge(parting.verifier), code_challenge_method: 'S256',
  })
  return { address: address.href, parting }
}

export type Claimed = { subject: string; email: string | undefined }

/** Who the provider says came back; the e-mail only if it says that it is verified. @throws when anything does not fit: state, nonce, signature, time */
export async function claimedBy(settings: OidcSettings, current: URL, { verifier, state, nonce }: Parting): Promise<Claimed> {
  const [provider, { authorizationCodeGrant, fetchUserInfo }] = await Promise.all([providerOf(settings), library()])
  const tokens = await authorizationCodeGrant(provider, current, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true })
  const claims = tokens.claims()
  if (!claims) throw new Error('no identity in the answer')
  const { email, email_verified: verified } = claims.email === undefined ? await fetchUserInfo(provider, tokens.access_token, claims.sub) : claims
  return { subject: `${settings.issuer} ${claims.sub}`, email: verified === true && typeof email === 'string' ? tidyEmail(email) : undefined }
}

/** Opens a session for an active member whom the provider names. Nobody is made by it; the second factor, where there is one, is still asked. */
export function enterBy(app: App, settings: OidcSettings, claimed: Claimed, label: string, browser: Browser): { token: string } | Refused {
  const member = memberFor(app, settings, claimed)
  const closed = member !== undefined && isLocked(app, member, browser)
  appendAudit(app.db, member ? line(app, member, 'accesso_ente', undefined, closed ? 'refused' : 'ok') : { ...line(app, null, 'accesso_ente', undefined, 'refused'), role: 'ignoto' })
  if (!member || closed) return closed ? 'closed' : 'wrong'
  app.db.update(staff).set({ oidcSubject: claimed.subject }).where(eq(staff.id, member.id)).run()
  if (!member.secondFactor) forgiveFrom(app, app.db, member, browser)
  return { token: openSession(app, member, label) }
}

/** By subject, else by e-mail: unless that e-mail was another's before, as happens when an address is given to who comes next. */
function memberFor(app: App, { issuer }: OidcSettings, { subject, email }: Claimed) {
  const known = app.db.select().from(staff).where(and(eq(staff.oidcSubject, subject), eq(staff.active, true))).get()
  if (known || !email) return known
  const named = app.db.select().from(staff).where(and(eq(staff.email, email), eq(staff.active, true))).get()
  return named?.oidcSubject?.startsWith(`${issuer} `) ? undefined : named
}
