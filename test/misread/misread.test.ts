import { beforeAll, afterAll, describe, expect, test } from 'vitest'
import { counted } from '../../src/misread/misread.ts'
import { testApp, type TestApp, type Visitor } from '../helpers/app.ts'
import { htmlFaults } from '../helpers/html.ts'
import { wordsOf } from '../helpers/talk.ts'

let service: TestApp
beforeAll(async () => {
  service = await testApp()
})
afterAll(() => service.close())

const desk = () => service.app.content.territory.desks.find(({ slug }) => slug === service.app.content.territory.catch_all_desk)!
const puzzling = 'xyzzy plugh qwertz'
const hidden = (html: string) => Object.fromEntries([...html.matchAll(/name="(lang|length|axis)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]))
const notUnderstood = (person: Visitor) => person.post('/cerca', { testo: puzzling })

describe('what was not understood', () => {
  test('is counted by nobody unless the desk wants it', async () => {
    const person = service.visitor()
    const page = await notUnderstood(person)
    expect(wordsOf(page)).toContain('Non sono sicuro di aver capito')
    expect(page.html).not.toContain('/cerca/non-capito')
    const forced = await person.post('/cerca/non-capito', { lang: 'it', length: 'breve', axis: '' })
    expect(wordsOf(forced)).toContain('Non abbiamo segnato niente')
    expect(counted(service.app.db)).toEqual([])
  })

  test('is counted by its shape where the desk wants it and the person says yes; no word of it stays', async () => {
    desk().counts_misread = true
    const person = service.visitor()
    const asked = await notUnderstood(person)
    expect(await htmlFaults(asked.html)).toEqual([])
    expect(counted(service.app.db)).toEqual([])
    const agreed = await person.post('/cerca/non-capito', hidden(asked.html))
    expect([agreed.status, await htmlFaults(agreed.html)]).toEqual([200, []])
    await person.post('/cerca/non-capito', hidden(asked.html))
    expect(counted(service.app.db)).toEqual([{ month: '2026-11', desk: desk().slug, lang: 'it', length: 'breve', axis: expect.any(String) as string, count: 2 }])
    desk().counts_misread = false
  })

  test.each([{ lang: "it'; drop table misread; --", length: 'breve', axis: '' }, { lang: 'it', length: '<b>x</b>', axis: '' }, { lang: 'it', length: 'breve', axis: 'mia madre ha 82 anni' }])('nothing else can be written in its place: %o', async (fields) => {
    desk().counts_misread = true
    const before = counted(service.app.db)
    const page = await service.visitor().post('/cerca/non-capito', fields)
    expect(wordsOf(page)).toContain('Non abbiamo segnato niente')
    expect(counted(service.app.db)).toEqual(before)
    desk().counts_misread = false
  })
})
