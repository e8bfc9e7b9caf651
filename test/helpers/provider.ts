import { createServer } from 'node:http'
import Provider from 'oidc-provider'
import { browse, type Visitor } from './app.ts'

type Account = { sub: string; email: string; email_verified: boolean }
type Session = { accountId: string }
type Context = { oidc: { session: Session; client: { clientId: string } } }

export type Ente = Awaited<ReturnType<typeof startProvider>>

/** The sign-in of an ente, on this machine: whoever comes is let in as `signedIn`. */
export async function startProvider(redirect: string) {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const ente = { signedIn: { sub: '', email: '', email_verified: true } as Account }
  const provider: Provider = new Provider(issuer, {
    clients: [{ client_id: 'approdo', client_secret: 'un segreto di prova', redirect_uris: [redirect] }],
    cookies: { keys: ['una chiave di prova'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/entra' },
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ente.signedIn }),
    loadExistingGrant: async ({ oidc }: Context) => {
      const grant = new provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId })
      grant.addOIDCScope('openid email')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/entra')) void provider.interactionFinished(request, response, { login: { accountId: ente.signedIn.sub } })
    else answer(request, response)
  })
  const close = () => new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  })
  return { issuer, ente, close }
}

/** Goes where the service sends, with a browser that the provider has never seen, until it is sent back. @returns the address to come back to */
export async function throughProvider(issuer: string, address: string, back: string): Promise<string> {
  const browser: Visitor = browse((request) => fetch(request, { redirect: 'manual' }), issuer)
  let at = address
  for (let hops = 0; hops < 8 && !at.startsWith(back); hops += 1) at = new URL((await browser.get(at.replace(issuer, ''))).location ?? 'about:blank', at).href
  return at
}
