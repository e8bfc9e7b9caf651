import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { and, eq } from '../../db/drizzle.ts'
import { attachments, events } from '../../db/schema.ts'
import { testApp, type TestApp } from '../helpers/app.ts'
import { hugePng, packed, pdf, photo, zip } from '../helpers/files.ts'
import { htmlFaults } from '../helpers/html.ts'
import { addressOf, askFor, onDisk, withFiles, wordsOf, type Case } from '../helpers/missing.ts'

let home: TestApp
beforeAll(async () => {
  home = await testApp()
})
afterAll(() => home.close())
// Whatever was sent: what stands on disk is what the table speaks of, and nothing is half written.
afterEach(() => expect(onDisk(home).toSorted()).toEqual(home.app.db.select().from(attachments).all().map(({ file }) => file).toSorted()))

const files = ({ request }: Case) => home.app.db.select().from(attachments).where(eq(attachments.dossier, request.id)).all()
const answers = ({ request }: Case) => home.app.db.select().from(events).where(and(eq(events.dossier, request.id), eq(events.kind, 'risposta'))).all()
const curriculum = addressOf('curriculum')
const megabyte = 1024 * 1024

const begun = () => askFor(home, ['curriculum'])

describe('a file that is not taken', () => {
  test.each([
    ['x.jpg', Buffer.alloc(0), 'è vuoto'],
    ['foto.jpg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'non è una foto o un PDF'],
    ['foglio.pdf', zip(), 'non è una foto o un PDF'],
    ['bomba.pdf', pdf({ objects: packed(Buffer.alloc(60 * megabyte)) }), 'non si apre'],
    ['anche-zip.pdf', Buffer.concat([pdf(), zip()]), 'non è fatto come gli altri'],
    ['attivo.pdf', pdf({ objects: '<</S/Launch>>' }), 'contiene un programma o altri file'],
    ['chiuso.pdf', pdf({ trailer: '/Encrypt 9 0 R' }), 'ha una password'],
    ['bomba.png', hugePng(30_000), 'è troppo grande'],
    ['pesante.jpg', Buffer.alloc(11 * megabyte, 255), 'è troppo grande'],
  ])('%s: said kindly, beside the field; the words go through, nothing is on disk', async (name, bytes, said) => {
    const one = await begun()
    const page = await one.person.post(curriculum, withFiles([[name, bytes]], { modo: 'manda', testo: 'Intanto scrivo qui' }))
    expect([page.status, await htmlFaults(page.html)]).toEqual([422, []])
    expect(wordsOf(page)).toContain(`«${name}»`)
    expect(wordsOf(page)).toContain(said)
    expect(page.html).toContain('href="#file"')
    expect(wordsOf(page)).toMatch(/Hai già risposto.*Intanto scrivo qui/)
    expect([files(one), answers(one).length]).toEqual([[], 1])
  })

  test('does not stop the others: what is good is kept, and it says which one to send again', async () => {
    const one = await begun()
    const page = await one.person.post(curriculum, withFiles([['buona.jpg', await photo()], ['vuota.jpg', Buffer.alloc(0)], ['intera.pdf', pdf()]]))
    expect([page.status, files(one).length]).toEqual([422, 2])
    expect(wordsOf(page)).toMatch(/«vuota\.jpg» è vuoto.*Hai già risposto.*buona\.jpg.*intera\.pdf/)
    expect((await one.person.post(curriculum, withFiles([['buona.jpg', await photo()], ['intera.pdf', pdf()]]))).status).toBe(303)
    expect(files(one)).toHaveLength(2)
  })
})

describe('names', () => {
  test('are only names: the file has a random one on disk, another when it is opened', async () => {
    const one = await begun()
    const names = ['../../../x.pdf', '..\\..\\x.pdf', '/etc/x.pdf', 'x'.repeat(1000), '<img src=x onerror=alert(1)>.pdf', '"; filename="y.html', 'a\u202efdp.exe', '%00.pdf']
    const all = names.map((name, at): [string, Buffer] => [name, pdf({ objects: `% ${at}` })])
    for (const some of [all.slice(0, 6), all.slice(6)]) expect((await one.person.post(curriculum, withFiles(some))).status).toBe(303)
    expect(files(one)).toHaveLength(names.length)
    const sheet = await one.desk.get(one.sheet)
    expect([await htmlFaults(sheet.html), sheet.html.includes('<img src=x')]).toEqual([[], false])
    for (const kept of files(one)) {
      expect(kept.file).toMatch(/^[\w-]{43}$/)
      const file = await one.desk.get(`${one.sheet}/file/${kept.id}`)
      expect([file.status, file.headers.get('Content-Disposition')]).toEqual([200, `attachment; filename="${one.request.number.replace('/', '-')}-${kept.id}.pdf"`])
    }
  })

  test('what the browser says of the type counts for nothing', async () => {
    const one = await begun()
    const form = new FormData()
    form.append('modo', 'manda')
    form.append('file', new File([new Uint8Array(pdf())], 'pagina.html', { type: 'text/html' }))
    await one.person.post(curriculum, form)
    expect(files(one).map(({ type }) => type)).toEqual(['application/pdf'])
  })
})

describe('how much', () => {
  test('six files a post: the seventh waits for the next one', async () => {
    const one = await begun()
    const seven = Array.from({ length: 7 }, (_, at): [string, Buffer] => [`${at}.pdf`, pdf({ objects: `% ${at}` })])
    const page = await one.person.post(curriculum, withFiles(seven))
    expect([page.status, files(one).length, wordsOf(page).includes('Ne abbiamo presi 6')]).toEqual([422, 6, true])
  })

  test('twenty files a request: the others are brought to the desk', async () => {
    const one = await begun()
    for (let post = 0; post < 4; post += 1) {
      const page = await one.person.post(curriculum, withFiles(Array.from({ length: 6 }, (_, at) => [`${post}-${at}.pdf`, pdf({ objects: `% ${post} ${at}` })])))
      expect([page.status, wordsOf(page).includes('Abbiamo già 20 file')]).toEqual(post < 3 ? [303, false] : [422, true])
    }
    expect(files(one)).toHaveLength(20)
    const full = await one.person.post(curriculum, withFiles([['ancora.pdf', pdf({ objects: '% ancora' })]]))
    expect([full.status, files(one).length, answers(one).length]).toEqual([422, 20, 4])
  })

  test('33 MB are refused by what they say of themselves, and as they come; the page is the same, with words for it', async () => {
    const one = await begun()
    const cookie = await cookieOf(one)
    const post = (headers: Record<string, string>, body: ReadableStream) => home.web.request(`http://localhost${curriculum}`, { method: 'POST', body, duplex: 'half', headers: { Origin: 'http://localhost', Cookie: cookie, 'Content-Type': 'multipart/form-data; boundary=x', ...headers } })
    let pulled = 0
    const endless = () => new ReadableStream({ pull: (to) => { pulled += 1; to.enqueue(new Uint8Array(megabyte)) } })
    for (const headers of [{ 'Content-Length': String(33 * megabyte) }, {}] as Record<string, string>[]) {
      const answer = await post(headers, endless())
      const html = await answer.text()
      expect([answer.status, wordsOf({ html }).includes('troppo grandi, tutti insieme'), await htmlFaults(html)]).toEqual([413, true, []])
    }
    expect(pulled).toBeLessThan(40)
  })

  test('who may not send files may send no more than words, and is not waited for', async () => {
    const one = await begun()
    let pulled = 0
    const endless = () => new ReadableStream({ pull: (to) => { pulled += 1; to.enqueue(new Uint8Array(megabyte)) } })
    const post = (path: string, cookie = '') => home.web.request(`http://localhost${path}`, { method: 'POST', body: endless(), duplex: 'half', headers: { Origin: 'http://localhost', Cookie: cookie, 'Content-Type': 'multipart/form-data; boundary=x', 'Content-Length': String(30 * megabyte) } })
    const mine = await cookieOf(one)
    expect([(await post(curriculum)).status, (await post('/foto/abc')).status, (await post(addressOf('firma'), mine)).status]).toEqual([409, 404, 404])
    for (const path of ['/foto/abc/apri', `${curriculum}/telefono`, '/la-mia-richiesta', '/richiesta/inizia']) expect((await post(path, mine)).status, path).toBe(413)
    expect(pulled).toBeLessThan(20)
  })

  test.each([['no form', 'application/json', '{}'], ['a cut form', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF'], ['a form without boundary', 'multipart/form-data', 'x']])('%s gets a plain answer, and keeps nothing', async (_what, type, body) => {
    const one = await begun()
    const answer = await home.web.request(`http://localhost${curriculum}`, { method: 'POST', body, headers: { Origin: 'http://localhost', Cookie: await cookieOf(one), 'Content-Type': type } })
    expect([answer.status, answers(one)]).toEqual([400, []])
  })
})

/** The cookie of a person who has just given number and code. */
async function cookieOf({ request: { number, code } }: Case): Promise<string> {
  const answer = await home.web.request('http://localhost/la-mia-richiesta', { method: 'POST', body: new URLSearchParams({ numero: number, codice: code }), headers: { Origin: 'http://localhost' } })
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}
