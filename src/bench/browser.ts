/** What answers a request: the service in this process, or a server at a port. */
export type Ask = (request: Request) => Response | Promise<Response>
export type Page = { status: number; html: string; bytes: number }
export type Browser = { get(path: string): Promise<Page>; post(path: string, fields: Record<string, string | string[]>, partial?: boolean): Promise<Page>; requests(): number; cookies(): string }

/** A browser without script, as thin as can be, so that what is measured is the server: it keeps cookies and follows one redirect. */
export function browse(ask: Ask, origin: string): Browser {
  const cookies = new Map<string, string>()
  let requests = 0
  const header = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  async function go(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Page> {
    requests += 1
    const headers = { ...init.headers, 'Accept-Encoding': 'gzip', Cookie: header() }
    const response = await ask(new Request(origin + path, { ...init, headers, redirect: 'manual' }))
    for (const line of response.headers.getSetCookie()) keep(cookies, line)
    const location = response.headers.get('Location')
    const body = Buffer.from(await response.arrayBuffer())
    return location ? go(new URL(location, origin).pathname, { headers: {} }) : { status: response.status, html: body.toString('latin1'), bytes: body.length }
  }
  const post: Browser['post'] = (path, fields, partial) => {
    const body = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])))
    return go(path, { method: 'POST', body, headers: { Origin: origin, ...(partial ? { 'HX-Request-Type': 'partial' } : {}) } })
  }
  return { get: (path) => go(path, { headers: {} }), post, requests: () => requests, cookies: header }
}

function keep(cookies: Map<string, string>, line: string): void {
  const [name = '', value = ''] = line.split(';', 1)[0]?.split('=') ?? []
  if (value && !/max-age=0/i.test(line)) cookies.set(name, value)
  else cookies.delete(name)
}
