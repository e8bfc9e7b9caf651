import { eq } from '../../db/drizzle.ts'
import { expect, it } from 'vitest'
import { audit, dossiers } from '../../db/schema.ts'
import { openDossier } from '../../src/dossiers/dossiers.ts'
import { inAddress } from '../../src/dossiers/number.ts'
import { firstBreak } from '../../src/events/audit.ts'
import { check, picture, useStage } from '../helpers/browser.ts'
import { courses, type Course, type Day } from '../helpers/courses.ts'
import { act, find, go, logAttempt, openNext, person, press, signInAgain, staffHand, take, unfold, type Hand } from '../helpers/desk.ts'
import { Ledger, lineOf } from '../helpers/ledger.ts'
import { collide, comeLate, fileByHand, fileDay } from '../helpers/morning.ts'
import { fileRequest } from '../helpers/requests.ts'

/** `npm run proof -- day`: forty requests; else a handful, so that the story stays green. */
const whole = Number(process.env.DAY ?? 0) > 0
const stage = useStage()

type Plan = Course | 'collide' | 'late'
const times = (count: number, one: Plan): Plan[] => Array.from({ length: count }, () => one)
const few: Plan[] = ['collide', 'letter', 'transfer', 'meet']
/** With the three that are filed by hand: forty. */
const many: Plan[] = [...times(4, 'collide'), ...times(2, 'late'), ...times(4, 'reply'), ...times(3, 'keep'), ...times(4, 'search'), ...times(3, 'missing'), ...times(4, 'meet'), ...times(3, 'letter'), ...times(4, 'double'), ...times(2, 'transfer'), ...times(1, 'report'), 'withdrawn', 'archive', 'handOn']

const minutes = (days: number) => days * 24 * 60
const home = () => stage.service.app

/** Takes the next that nobody follows, and goes its way, until there is none. */
async function work(day: Day, hand: Hand): Promise<void> {
  for (let number = await openNext(hand); number; number = await openNext(hand)) {
    // A colleague was quicker, between the list and the page, or between the page and the button.
    if (!(await hand.page.locator('form.decision [value=prendi]').count())) continue
    if ((await take(hand, number)) === 303) await courses[day.plan.get(number) ?? 'reply'](day, hand, number)
    else {
      day.ledger.collisions += 1
      expect(await hand.page.locator('[aria-labelledby=intanto]').innerText()).toContain(day.colleagueOf(hand).name)
    }
  }
}

/** When a desk sees people, for four weeks. */
async function makeSlots(hand: Hand): Promise<void> {
  await go(hand, '/operatori/agenda')
  expect(await press(hand, hand.page.locator('.agenda-plan button'))).toBe(200)
}

/** Two attempts more, each in its season; then the request is closed with kind words, and the person opens it again. */
async function archive({ ledger, codes }: Day, hand: Hand, number: string): Promise<void> {
  for (const channel of ['sms', 'lettera']) {
    stage.service.clock.forward(minutes(16))
    await signInAgain(hand)
    await find(hand, number)
    expect(await hand.page.locator('[name=decisione][value=archivia]').isDisabled()).toBe(true)
    expect(await logAttempt(hand, number, channel, 'non_risponde', 'Nessuna risposta')).toBe(303)
  }
  expect(await act(hand, number, { decision: 'archivia', reason: 'Tre tentativi in un mese' })).toBe(303)
  const who = await person(stage, ledger, { number, code: codes.get(number) ?? '' })
  const form = await unfold(who, '[name=passo][value=riapri_persona]')
  expect(await press(who, form.locator('button'), [number, 'riapri_persona'])).toBe(303)
  await who.walker.close()
}

it(`${whole ? 'forty requests' : 'a few requests'} are triaged by two operators at once: nothing lost, every timeline whole, the log holds, and one altered line is found`, async () => {
  const began = performance.now()
  const ledger = new Ledger()
  const plans = whole ? many : few
  const filed = fileDay(stage, plans.map((one) => (one === 'late' ? 'collide' : one)))
  const hands = whole ? await fileByHand(stage) : []
  const elsewhere = fileRequest(home(), { answers: { o_comune: 'A225', telefono: '080 555 0999' } })
  const numbers = [...filed, ...hands].map(({ number }) => number)
  for (const number of [...numbers, elsewhere.number]) ledger.told.set(number, [lineOf('inviata', null)])

  const [one, other] = [await staffHand(stage, ledger, 'pua-bitonto', 'front_office', { script: true }), await staffHand(stage, ledger, 'pua-bitonto', 'assistente_sociale', { script: whole })]
  const day: Day = {
    stage, ledger, passed: new Map(), undo: new Set(filed.filter((_, at) => plans[at] === 'double').slice(0, 2).map(({ number }) => number)), colleagueOf: (hand) => (hand === one ? other : one),
    codes: new Map([...filed, ...hands].map(({ number, code }) => [number, code])),
    plan: new Map([...filed.flatMap(({ number }, at): [string, Course][] => { const plan = plans[at]; return plan && plan in courses ? [[number, plan as Course]] : [] }), ...hands.map(({ number, course }): [string, Course] => [number, course])]),
  }
  const numbersOf = (plan: Plan) => filed.filter((_, at) => plans[at] === plan).map(({ number }) => number)

  await makeSlots(one)
  const faults: string[] = []
  for (const [at, number] of numbersOf('collide').entries()) faults.push(...await (at % 2 ? collide(day, other, one, number) : collide(day, one, other, number)))
  for (const [at, number] of numbersOf('late').entries()) faults.push(...await (at % 2 ? comeLate(day, one, other, number) : comeLate(day, other, one, number)))
  await Promise.all([work(day, one), work(day, other)])

  // The other ambito: it opens what it was passed, under the new number, and sees whence it came.
  const altamura = await staffHand(stage, ledger, 'pua-altamura', 'front_office', { script: true })
  for (const [from, to] of day.passed) {
    await find(altamura, to)
    expect(await altamura.page.locator('.state-list').innerText()).toContain(from)
    expect(await take(altamura, to)).toBe(303)
    expect(await act(altamura, to, { decision: 'chiudi', message: 'Ti seguiamo noi, da Altamura.' })).toBe(303)
  }
  for (const number of numbersOf('archive')) await archive(day, one, number)
  if (whole) for (const hand of [other, altamura]) await signInAgain(hand)

  await nothingLost(day, numbers, elsewhere.number)
  await everyoneSeesTheirOwn(day, [one, other], altamura, numbers, elsewhere.number)
  if (whole) faults.push(...await tour(day, one, other, numbers))
  await anAlteredLineIsFound(ledger, one)
  expect(faults).toEqual([])
  for (const hand of [one, other, altamura]) await hand.walker.close()
  const { actions, collisions, refusals, slowest } = ledger
  console.log(`${numbers.length} requests, ${actions} actions, ${collisions} collisions (${refusals} posts refused), ${((performance.now() - began) / 60_000).toFixed(1)} minutes, slowest page ${slowest.path} ${slowest.ms} ms`)
}, whole ? 1_800_000 : 120_000)

/** Every request is there once, and its story and the log tell what the script did, step by step, and nothing else. */
async function nothingLost({ ledger, passed }: Day, numbers: string[], elsewhere: string): Promise<void> {
  const rows = home().db.select().from(dossiers).all()
  expect(rows.map(({ number }) => number).toSorted()).toEqual([...numbers, elsewhere, ...passed.values()].toSorted())
  const stories = Object.fromEntries(rows.map((row) => [row.number, openDossier(home(), row).story.map(({ kind, operator }) => lineOf(kind, operator))]))
  expect(stories).toEqual(Object.fromEntries(ledger.told))
  for (const { number } of rows.filter((row) => row.transferredFrom === null)) {
    const logged = home().db.select().from(audit).where(eq(audit.subject, number)).all().map(({ action, operator }) => lineOf(action, operator))
    expect(logged.filter((line) => stories[number]?.includes(line))).toEqual(stories[number])
  }
  expect(firstBreak(home().db)).toBeUndefined()
}

/** Reachable by who should, at their own desk; for everybody else it does not exist. */
async function everyoneSeesTheirOwn({ passed }: Day, here: Hand[], altamura: Hand, numbers: string[], elsewhere: string): Promise<void> {
  const statusFor = async (hand: Hand, number: string) => (await hand.page.request.get(`${stage.origin}/operatori/richieste/${inAddress(number)}`, { maxRedirects: 0 })).status()
  for (const [hands, own] of [[here, numbers], [[altamura], [elsewhere, ...passed.values()]]] as const) for (const hand of hands) for (const number of [...numbers, elsewhere, ...passed.values()]) {
    expect([hand.name, number, await statusFor(hand, number)]).toEqual([hand.name, number, own.includes(number) ? 200 : 404])
  }
}

/** The pages that staff pass on such a day, looked at on a desktop and on the smallest phone; of each dossier the story on the page is whole. */
async function tour({ ledger }: Day, one: Hand, other: Hand, numbers: string[]): Promise<string[]> {
  const faults: string[] = []
  for (const number of numbers) {
    await go(other, `/operatori/richieste/${inAddress(number)}`)
    expect([number, await other.page.locator('.dossier-todo > .timeline > li').count()]).toEqual([number, ledger.of(number).length])
  }
  const sheets = [0, 4, 6, 10, 13, 17, 20, 24, 27, 28, 29, 31, 33, 34, 36].map((at) => `/operatori/richieste/${inAddress(numbers[at] ?? '')}`)
  const pages = ['/operatori/oggi', '/operatori/richieste', '/operatori/richieste?coda=chiuse', '/operatori/richieste?coda=risposte', '/operatori/agenda', '/operatori/bozze', ...sheets, ...['agenda', 'doppie', 'affida', 'affida?servizio=ets-esempio-betulla'].map((part) => `${sheets[3]}/${part}`), `${sheets[8]}/doppie`]
  for (const width of [1280, 320]) {
    await one.page.setViewportSize({ width, height: 900 })
    for (const [at, path] of pages.entries()) {
      await go(one, path)
      faults.push(...(await check(one.walker)).map((fault) => `${width}px ${fault}`))
      await picture(one.walker, `day-${String(at).padStart(2, '0')}-${width}`)
    }
  }
  return faults
}

/** By hand, in the database: who did a thing half-way through the day becomes somebody else. The log says which line, and the auditor reads it. */
async function anAlteredLineIsFound(ledger: Ledger, { id }: Hand): Promise<void> {
  const auditor = await staffHand(stage, ledger, null, 'dpo_auditor', { script: true })
  expect(await auditor.page.locator('main .problem').count()).toBe(0)
  const lines = home().db.select().from(audit).where(eq(audit.operator, id ?? 0)).all()
  const line = lines[Math.floor(lines.length / 2)]!
  home().db.update(audit).set({ operator: null }).where(eq(audit.id, line.id)).run()
  expect(firstBreak(home().db)).toBe(line.id)
  await go(auditor, '/operatori/registro')
  expect(await auditor.page.locator('main .problem').innerText()).toContain(String(line.id))
  await auditor.walker.close()
}
