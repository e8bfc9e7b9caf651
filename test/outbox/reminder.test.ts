import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { letters } from '../../db/schema.ts'
import { startClock } from '../../src/clock.ts'
import { purgeDrafts } from '../../src/dossiers/draft.ts'
import { claimLetter, mostTries, openLetter } from '../../src/outbox/outbox.ts'
import { sendLetters } from '../../src/outbox/sender.ts'
import { testApp, type Fields, type TestApp } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { postOffice } from '../helpers/mail.ts'
import { shortest as said, talk, wordsOf } from '../helpers/talk.ts'

const day = 24 * 60
const verde = 'verde.quercia@example.org'
const settings = (SMTP_URL: string) => ({ SMTP_URL, MAIL_FROM: 'Sportello <non-rispondere@example.org>', PUBLIC_ORIGIN: 'http://localhost' })

/** The service with a mail server beside it. */
async function withMail() {
  const post = await postOffice()
  const service = await testApp({ own: true, settings: settings(post.url) })
  return { post, service }
}

/** Begins a request, answers three questions, asks to keep it. `ask` posts the form of the reminder, as the page has it. */
async function stopped(service: TestApp) {
  const person = service.visitor()
  await person.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
  for (const id of ['o_per_chi', 'o_eta', 'persona'] as const) await person.post(`/richiesta/${id}`, said[id])
  const page = await person.post('/richiesta/salva')
  const kept = { codice: field(page.html, 'codice'), cifre: field(page.html, 'cifre') }
  return { person, page, kept, ask: (fields: Fields) => person.post('/richiesta/promemoria', { ...kept, ...fields }) }
}

const field = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
const rows = ({ app }: TestApp) => app.db.select().from(letters).all()

/** What the service writes to its log during a test. */
function log(): string[] {
  const lines: string[] = []
  const spy = vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line))
  onTestFinished(() => spy.mockRestore())
  return lines
}

describe('who keeps a request and asks for a reminder', () => {
  test('gets one letter on the twentieth day, not before, never twice', async () => {
    const { post, service } = await withMail()
    const { page, ask } = await stopped(service)
    expect(await htmlFaults(page.html)).toEqual([])
    expect(wordsOf(page)).toContain('verso il 13 dicembre 2026')
    const asked = await ask({ email: ` ${verde} ` })
    expect([asked.status, await htmlFaults(asked.html)]).toEqual([200, []])
    service.clock.forward(20 * day - 1)
    await sendLetters(service.app)
    expect(post.arrived).toEqual([])
    service.clock.forward(1)
    await sendLetters(service.app)
    expect(post.arrived.map(({ to, from }) => [to, from])).toEqual([[[verde], 'non-rispondere@example.org']])
    for (let later = 0; later < 9; later++) {
      service.clock.forward(day)
      await sendLetters(service.app)
    }
    expect(post.arrived.length).toBe(1)
  })

  test('reads in it where to go on and until when; nobody else learns why, which office, or how to open it', async () => {
    const { post, service } = await withMail()
    const { ask, kept } = await stopped(service)
    await ask({ email: verde })
    service.clock.forward(20 * day)
    await sendLetters(service.app)
    const { raw, read } = post.arrived[0] ?? expect.fail('no letter')
    expect(read.subject).toBe('Un promemoria')
    expect([read.from?.name, read.from?.address, read.to]).toEqual(['Sportello', 'non-rispondere@example.org', [{ address: verde, name: '' }]])
    expect(read.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated')
    expect(read.text).toContain('http://localhost/riprendi')
    expect(read.text).toContain('23 dicembre 2026')
    expect([read.html, read.attachments]).toEqual([undefined, []])
    const readable = `${raw} ${read.text}`.toLowerCase()
    for (const word of [kept.codice, kept.codice.replaceAll('-', ''), kept.cifre, 'verde quercia', 'social', 'lavoro', 'richiesta', 'undefined', '{{']) expect(readable).not.toContain(word.toLowerCase())
    for (const sentence of (read.text ?? '').split(/[.?]\s/)) expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(25)
  })

  test('loses nothing by asking: code and digits are shown again, with a mistake in the address or without', async () => {
    const { service } = await withMail()
    const { ask, kept } = await stopped(service)
    const mistaken = await ask({ email: 'verde quercia@example' })
    expect([mistaken.status, field(mistaken.html, 'email'), await htmlFaults(mistaken.html)]).toEqual([422, '', []])
    expect(mistaken.html).toContain('value="verde quercia@example"')
    expect(mistaken.html).toContain('href="#email"')
    for (const page of [mistaken, await ask({ email: verde })]) expect(wordsOf(page)).toMatch(new RegExp(`${kept.codice}.*${kept.cifre}`))
    expect((await service.visitor().post('/riprendi', kept)).status).toBe(303)
  })

  test('is remembered by address only as long as needed: nothing in the database says it, and once the letter went the words are gone', async () => {
    const { service } = await withMail()
    const { ask } = await stopped(service)
    await ask({ email: verde })
    service.app.db.run('PRAGMA wal_checkpoint(TRUNCATE)')
    const bytes = readFileSync(join(service.app.config.dataDir, 'approdo.db')).toString('latin1')
    for (const words of [verde, 'example.org', 'riprendi', 'promemoria.']) expect(bytes).not.toContain(words)
    service.clock.forward(20 * day)
    await sendLetters(service.app)
    expect(rows(service)).toMatchObject([{ kind: 'promemoria_bozza', state: 'inviata', tries: 1, sentAt: '2026-12-13T09:00:00.000Z', sealed: Buffer.alloc(0) }])
  })

  test('may change the address, or change their mind', async () => {
    const { post, service } = await withMail()
    const changing = await stopped(service)
    await changing.ask({ email: 'rosso.acero@example.org' })
    await changing.ask({ email: verde })
    const { ask } = await stopped(service)
    await ask({ email: 'bianco.pioppo@example.org' })
    expect(wordsOf(await ask({ rinuncia: 'si' }))).toContain('Abbiamo cancellato il tuo indirizzo')
    service.clock.forward(20 * day)
    await sendLetters(service.app)
    expect(post.arrived.map(({ to }) => to)).toEqual([[verde]])
  })
})

describe('the reminder goes with its draft', () => {
  test('sent, cancelled, expired, or kept again with a new code: no letter, no row', async () => {
    const { post, service } = await withMail()
    const [sent, cancelled, renewed] = [await stopped(service), await stopped(service), await stopped(service)]
    for (const { ask } of [sent, cancelled, renewed]) await ask({ email: verde })
    expect(rows(service).length).toBe(3)
    await talk(sent.person, '/richiesta', said)
    expect((await sent.person.post('/richiesta/invia')).location).toBe('/richiesta/inviata')
    await cancelled.person.post('/richiesta/cancella')
    expect(wordsOf(await renewed.person.post('/richiesta/salva'))).toContain('valeva per il codice di prima')
    expect(rows(service)).toEqual([])
    const expired = await stopped(service)
    await expired.ask({ email: verde })
    service.clock.forward(30 * day + 1)
    await sendLetters(service.app)
    purgeDrafts(service.app)
    expect([post.tried, rows(service)]).toEqual([0, []])
  })

  test('a draft cancelled while its letter is on the way leaves no row behind', async () => {
    const { post, service } = await withMail()
    const { person, ask } = await stopped(service)
    await ask({ email: verde })
    service.clock.forward(20 * day)
    post.whileTaking = () => person.post('/richiesta/cancella')
    await sendLetters(service.app)
    expect([post.arrived.length, rows(service)]).toEqual([1, []])
  })

  test('at a screen that many people use nobody is asked for an address, and none is taken', async () => {
    const { service } = await withMail()
    const kiosk = service.visitor()
    await kiosk.get('/totem')
    await kiosk.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
    await kiosk.post('/richiesta/o_per_chi', said.o_per_chi)
    const page = await kiosk.post('/richiesta/salva')
    expect(wordsOf(page)).toContain('30 novembre 2026')
    expect(page.html).not.toMatch(/promemoria|type="email"/)
    const { kept } = await stopped(service)
    expect(wordsOf(await kiosk.post('/richiesta/promemoria', { ...kept, email: verde }))).toContain(kept.codice)
    expect(rows(service)).toEqual([])
  })

  test('an old page cannot ask any more, and makes no letter', async () => {
    const { service } = await withMail()
    const { person, ask } = await stopped(service)
    await person.post('/richiesta/salva')
    expect((await ask({ email: verde })).status).toBe(422)
    const late = await stopped(service)
    service.clock.forward(21 * day)
    const page = await late.ask({ email: verde })
    expect(wordsOf(page)).toContain(late.kept.codice)
    expect(wordsOf(page)).not.toContain('promemoria')
    expect(rows(service)).toEqual([])
  })
})

describe('when the mail server says no', () => {
  test('the letter is tried again later and later, then given up and emptied; the log never names the person', async () => {
    const { post, service } = await withMail()
    const lines = log()
    const { ask } = await stopped(service)
    await ask({ email: verde })
    post.refusing = 'recipient'
    service.clock.forward(20 * day)
    const waits = [0, 15, 60, 240, 960, 3840]
    for (const [i, wait] of waits.entries()) {
      service.clock.forward(wait - 1)
      await sendLetters(service.app)
      if (wait) expect(post.tried).toBe(i)
      service.clock.forward(1)
      await sendLetters(service.app)
      expect(post.tried).toBe(i + 1)
    }
    expect(rows(service)).toMatchObject([{ state: 'fallita', tries: mostTries, sentAt: null, sealed: Buffer.alloc(0) }])
    service.clock.forward(5 * day)
    await sendLetters(service.app)
    expect(post.tried).toBe(mostTries)
    expect(lines.length).toBe(mostTries)
    expect(lines[0]).toContain('"reply":550')
    expect(lines.join()).not.toContain('quercia')
  })

  test('a letter refused once arrives the second time, and the others do not wait for it', async () => {
    const { post, service } = await withMail()
    log()
    await (await stopped(service)).ask({ email: verde })
    service.clock.forward(20 * day)
    post.refusing = 'letter'
    await sendLetters(service.app)
    expect(rows(service)).toMatchObject([{ state: 'da_inviare', tries: 1 }])
    post.refusing = 'nobody'
    service.clock.forward(15)
    await sendLetters(service.app)
    expect(post.arrived.map(({ to }) => to)).toEqual([[verde]])
  })

  test('nobody at all listens: the same, and nothing falls over', async () => {
    const { post, service } = await withMail()
    const lines = log()
    await (await stopped(service)).ask({ email: verde })
    await post.close()
    service.clock.forward(20 * day)
    await sendLetters(service.app)
    expect(rows(service)).toMatchObject([{ state: 'da_inviare', tries: 1 }])
    expect(lines.join()).toContain('ESOCKET')
  })
})

describe('one at a time', () => {
  test('two senders at once send each letter once', async () => {
    const { post, service } = await withMail()
    for (const name of ['acero', 'pioppo', 'tiglio', 'olmo']) await (await stopped(service)).ask({ email: `${name}@example.org` })
    service.clock.forward(20 * day)
    await Promise.all([sendLetters(service.app), sendLetters(service.app)])
    expect(post.arrived.map(({ to }) => to[0]).sort()).toEqual(['acero@example.org', 'olmo@example.org', 'pioppo@example.org', 'tiglio@example.org'])
  })

  test('the clock sends at the start, and while a letter is on the way it does not begin again', async () => {
    const { post, service } = await withMail()
    for (const email of [verde, 'rosso.acero@example.org']) await (await stopped(service)).ask({ email })
    service.clock.forward(20 * day)
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const states: string[] = []
    const arrived = new Promise<void>((done) => {
      post.whileTaking = () => {
        post.whileTaking = () => undefined
        vi.advanceTimersByTime(10 * 60_000)
        states.push(...rows(service).map(({ state, tries }) => `${state} ${tries}`))
        done()
      }
    })
    onTestFinished(startClock(service.app))
    await arrived
    expect(states).toEqual(['in_invio 1', 'da_inviare 0'])
    await vi.waitFor(() => expect(rows(service)).toMatchObject([{ state: 'inviata', tries: 1 }, { state: 'inviata', tries: 1 }]))
    expect(post.arrived.map(({ to }) => to)).toEqual([[verde], ['rosso.acero@example.org']])
  })

  test('a letter whose sender died is taken up again after a quarter of an hour, and not for ever', async () => {
    const { post, service } = await withMail()
    log()
    await (await stopped(service)).ask({ email: verde })
    service.clock.forward(20 * day)
    const claimed = claimLetter(service.app) ?? expect.fail('nothing was due')
    expect(openLetter(service.app, claimed).to).toBe(verde)
    service.clock.forward(14)
    await sendLetters(service.app)
    expect(post.arrived).toEqual([])
    service.clock.forward(1)
    await sendLetters(service.app)
    expect(post.arrived.length).toBe(1)
    const other = await stopped(service)
    await other.ask({ email: 'rosso.acero@example.org' })
    service.clock.forward(20 * day)
    for (let died = 0; died < mostTries; died++, service.clock.forward(15)) expect(claimLetter(service.app)).toBeDefined()
    await sendLetters(service.app)
    expect(rows(service).at(-1)).toMatchObject({ state: 'fallita', sealed: Buffer.alloc(0) })
    expect(post.arrived.length).toBe(1)
  })
})
