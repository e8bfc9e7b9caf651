import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { letters } from '../../db/schema.ts'
import { readConfig } from '../../src/config.ts'
import { isAddress } from '../../src/outbox/address.ts'
import { openMail } from '../../src/outbox/mail.ts'
import { sendLetters } from '../../src/outbox/sender.ts'
import { testApp, type TestApp } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { postOffice } from '../helpers/mail.ts'
import { shortest as said, wordsOf } from '../helpers/talk.ts'

const settings = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'non-rispondere@example.org', PUBLIC_ORIGIN: 'http://localhost' }

/** A request kept for another day; code and digits as the page shows them. */
async function kept(service: TestApp) {
  const person = service.visitor()
  await person.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
  await person.post('/richiesta/o_per_chi', said.o_per_chi)
  const page = await person.post('/richiesta/salva')
  const codice = /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(page.html)?.[0] ?? ''
  const cifre = />(\d{6})</.exec(page.html)?.[1] ?? ''
  return { person, page, codice, cifre }
}

const waiting = ({ app }: TestApp) => app.db.select().from(letters).all().length

const hostile = [
  '', ' ', '@', 'verde', 'verde@', '@example.org', 'verde@example', 'verde@.org', 'verde@example..org', '.verde@example.org', 'verde.@example.org', 'verde@-example.org', 'verde@127.0.0.1', 'verde@[127.0.0.1]',
  'verde@example.org\r\nBcc: tutti@example.org', 'verde@example.org\nSubject: altro', 'verde@example.org%0d%0aBcc:tutti@example.org', 'verde@example.org\0', 'verde\t@example.org',
  'verde@example.org,rosso@example.org', 'verde@example.org; rosso@example.org', 'verde@example.org rosso@example.org', 'Verde <verde@example.org>', '<verde@example.org>', '"verde quercia"@example.org', 'verde@example.org (rosso@example.org)', 'gruppo:verde@example.org;',
  'vèrde@example.org', 'verde@èsempio.org', 'verde＠example.org', 'verde@example。org', '\u202everde@example.org', 'verde\u200b@example.org', '绿@example.org',
  '"><script>alert(1)</script>@example.org', `${'v'.repeat(10_000)}@example.org`, `verde@${'a.'.repeat(5_000)}org`, `verde@${'a'.repeat(64)}.org`,
]

describe('an address that is none', () => {
  test('is refused kindly, whatever it holds: no letter, code and digits still there, what was typed too', async () => {
    const service = await testApp({ own: true, settings })
    const { person, codice, cifre } = await kept(service)
    for (const email of hostile) {
      const seen = await person.post('/richiesta/promemoria', { codice, cifre, email })
      expect([email.slice(0, 60), seen.status, seen.html.includes(codice), seen.html.includes(cifre), seen.html.includes('<script>alert')]).toEqual([email.slice(0, 60), 422, true, true, false])
    }
    const seen = await person.post('/richiesta/promemoria', { codice, cifre, email: '"><b>verde</b>' })
    expect(seen.html).toContain('value="&quot;&gt;&lt;b&gt;verde&lt;/b&gt;"')
    expect(await htmlFaults(seen.html)).toEqual([])
    expect(waiting(service)).toBe(0)
  }, 30_000)

  test('is not what people have: these are addresses', () => {
    const fine = ['verde@example.org', 'Verde.Quercia+casa@posta.example.org', 'o\'acero@example.org', 'v@x-y.it', 'a_b-c@sub.domain.museum', '1@2.example', 'verde@xn--caff-8oa.example']
    expect(fine.filter((address) => !isAddress(address))).toEqual([])
    expect(hostile.filter(isAddress)).toEqual([])
  })

  test('would reach nobody else, even if it came as far as the mail server', async () => {
    const post = await postOffice()
    const mail = openMail({ url: post.url, from: { name: '', address: 'non-rispondere@example.org' }, origin: 'http://localhost' })
    const letter = { subject: 'Un promemoria\r\nBcc: tutti@example.org', text: 'x' }
    await mail.send({ ...letter, to: 'verde@example.org' }, 'prova')
    for (const to of ['verde@example.org\r\nRCPT TO:<rosso@example.org>', 'verde@example.org,rosso@example.org', 'verde@example.org <rosso@example.org>']) await expect(mail.send({ ...letter, to }, 'prova')).rejects.toThrow('not one address')
    mail.close()
    expect(post.arrived.map(({ to }) => to)).toEqual([['verde@example.org']])
    expect(post.arrived[0]?.read.bcc).toBeUndefined()
  })
})

describe('who has no right to it', () => {
  test('learns no code and leaves no letter: digits of another, an unknown code, none, ten thousand signs', async () => {
    const service = await testApp({ own: true, settings })
    const { person, codice, cifre } = await kept(service)
    const wrong = cifre === '123456' ? '654321' : '123456'
    for (const [code, digits] of [[codice, wrong], ['AAAA-BBBB-CCCC', cifre], ['', ''], ['x'.repeat(10_000), 'y'.repeat(10_000)], ['<b>"', '\r\n']] as const) {
      const seen = await person.post('/richiesta/promemoria', { codice: code, cifre: digits, email: 'verde@example.org' })
      expect([seen.status, seen.html.includes(cifre), seen.html.includes('<b>"')]).toEqual([422, false, false])
    }
    expect(waiting(service)).toBe(0)
  })

  test('guesses the digits here no more often than at the door', async () => {
    const service = await testApp({ own: true, settings })
    const { codice, cifre } = await kept(service)
    const wrong = cifre === '123456' ? '654321' : '123456'
    for (let i = 0; i < 20; i++) await service.visitor().post('/richiesta/promemoria', { codice, cifre: wrong, email: 'verde@example.org' })
    expect((await service.visitor().post('/richiesta/promemoria', { codice, cifre, email: 'verde@example.org' })).status).toBe(422)
    expect(waiting(service)).toBe(0)
  }, 20_000)

  test('cannot fill the box of a stranger: ten letters a day to one address, then a kind no that loses nothing; others are not held up', async () => {
    const service = await testApp({ own: true, settings })
    for (let i = 0; i < 10; i++) {
      const { person, codice, cifre } = await kept(service)
      expect((await person.post('/richiesta/promemoria', { codice, cifre, email: i % 2 ? 'verde@example.org' : 'Verde@Example.org' })).status).toBe(200)
    }
    const { person, codice, cifre } = await kept(service)
    const refused = await person.post('/richiesta/promemoria', { codice, cifre, email: 'verde@example.org' })
    expect([refused.status, waiting(service)]).toEqual([422, 10])
    expect(wordsOf(refused)).toContain(codice)
    expect(refused.html).toContain('value="verde@example.org"')
    expect((await person.post('/richiesta/promemoria', { codice, cifre, email: 'acero@example.org' })).status).toBe(200)
  }, 20_000)
})

describe('where no mail server is named', () => {
  test('nobody is offered a reminder, and who posts one gets their page back, and no letter', async () => {
    const service = await testApp({ own: true })
    const { person, page, codice, cifre } = await kept(service)
    expect(page.html).not.toMatch(/promemoria|type="email"|e-mail/)
    const seen = await person.post('/richiesta/promemoria', { codice, cifre, email: 'verde@example.org' })
    expect([seen.status, wordsOf(seen).includes(codice), waiting(service)]).toEqual([200, true, 0])
    await sendLetters(service.app)
  })
})

describe('settings that cannot work', () => {
  const read = (env: Record<string, string>) => {
    const DATA_DIR = mkdtempSync(join(tmpdir(), 'approdo-'))
    onTestFinished(() => rmSync(DATA_DIR, { recursive: true }))
    return readConfig({ ...settings, ...env, DATA_DIR })
  }

  test('are said at the start, without the password', () => {
    for (const SMTP_URL of ['mail.example.org', 'http://mail.example.org', 'smtp://', 'smtps:///x', 'smtp://utente:segreta@mail.example.org:porta', 'smtp://segreta:@']) {
      expect(() => read({ SMTP_URL })).toThrow(/^SMTP_URL: [^\n]*$/)
      expect(() => read({ SMTP_URL })).not.toThrow(/segreta/)
    }
    for (const MAIL_FROM of ['', 'Sportello', 'Sportello <sportello>', 'a@example.org, b@example.org', 'Sportello\r\nBcc: <a@example.org>']) expect(() => read({ MAIL_FROM })).toThrow(/^MAIL_FROM: /)
    expect(() => read({ PUBLIC_ORIGIN: '' })).toThrow(/^PUBLIC_ORIGIN: letters need it/)
  })

  test('are not these', () => {
    expect(read({ SMTP_URL: 'smtps://utente:p%40ss@mail.example.org:465' }).mail).toEqual({ url: 'smtps://utente:p%40ss@mail.example.org:465', from: { name: '', address: 'non-rispondere@example.org' }, origin: 'http://localhost' })
    expect(read({ MAIL_FROM: ' Lo sportello, da noi <non-rispondere@example.org> ' }).mail?.from).toEqual({ name: 'Lo sportello, da noi', address: 'non-rispondere@example.org' })
    expect(read({ SMTP_URL: '', MAIL_FROM: '', PUBLIC_ORIGIN: '' }).mail).toBeUndefined()
  })
})
