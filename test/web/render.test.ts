import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { testApp } from '../helpers/app.ts'

test('a page is sent compressed to whoever can read it so, and plain to whoever cannot', async () => {
  const { web } = await testApp({ own: true })
  const get = async (accepts?: string) => web.request('http://localhost/orientamento', accepts === undefined ? {} : { headers: { 'Accept-Encoding': accepts } })
  const plain = await get()
  const html = await plain.text()
  expect([plain.headers.get('Content-Encoding'), plain.headers.get('Vary')]).toEqual([null, 'Accept-Encoding, HX-Request-Type'].map((value) => value && expect.stringContaining('Accept-Encoding')))
  for (const accepts of ['gzip', 'br, gzip;q=0.8', 'deflate, GZIP']) {
    const packed = await get(accepts)
    expect([packed.headers.get('Content-Encoding'), packed.headers.get('Content-Type')]).toEqual(['gzip', 'text/html; charset=UTF-8'])
    const bytes = Buffer.from(await packed.arrayBuffer())
    expect(gunzipSync(bytes).toString()).toBe(html)
    expect(bytes.length).toBeLessThan(html.length / 2)
  }
  for (const refuses of ['identity', 'gzip;q=0', 'gzip; q=0.0, identity', 'br']) expect((await get(refuses)).headers.get('Content-Encoding')).toBeNull()
})
