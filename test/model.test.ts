import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp, type Visitor } from './helpers/app.ts'
import { shortest, talk } from './helpers/talk.ts'

/**
 * What the checker of the national model of public sites reads (italia/pa-website-validator-ng, criteria C.SI.1.1 to C.SI.3.5): the
 * `data-element` of each kind of page, and the words that it compares. Two of its hooks are not here on purpose: see the README, "Decisions".
 */
let service: TestApp
let person: Visitor
beforeAll(async () => {
  service = await testApp()
  person = service.visitor()
})
afterAll(() => service.close())

const frame = ['main-navigation', 'personal-area-login', 'faq', 'contacts', 'appointment-booking', 'report-inefficiency', 'privacy-policy-link', 'legal-notes', 'accessibility-link']
const rating = ['feedback', 'feedback-title', ...[1, 2, 3, 4, 5].map((n) => `feedback-rate-${n}`), 'feedback-rating-positive', 'feedback-rating-negative', 'feedback-rating-question', 'feedback-rating-answer']
const sheet = ['metatag', 'service-title', 'service-description', 'service-topic', 'service-status', 'page-index', 'service-addressed', 'service-how-to', 'service-needed', 'service-achieved', 'service-calendar-text',
  'service-online-access', 'service-booking-access', 'service-file', 'service-area']

const hooksOf = (html: string) => new Set([...html.matchAll(/data-element="([^"]+)"/g)].map(([, hook]) => hook))
const missing = (html: string, hooks: string[]) => hooks.filter((hook) => !hooksOf(html).has(hook))
/** The words of the elements with this hook. */
const said = (html: string, hook: string) => [...html.matchAll(new RegExp(`data-element="${hook}"[^>]*>([\\s\\S]*?)</(?:h2|legend|span|a|p)>`, 'g'))].map(([, words = '']) => words.replace(/<[^>]+>/g, '').trim())
const page = async (path: string) => (await person.get(path)).html

describe('the hooks of the national model', () => {
  test.each([
    ['home', '/', frame],
    ['list of services', '/servizi', [...frame, ...rating, 'breadcrumb']],
    ['service', '/servizi/casa-recovery-house', [...frame, ...rating, ...sheet, 'breadcrumb']],
    ['family of services', '/aiuti/housing-first', [...frame, ...rating, ...sheet, 'breadcrumb']],
    ['office', '/sportelli/pua-bari', [...frame, ...rating, 'breadcrumb']],
    ['appointment', '/appuntamento', [...frame, ...rating, 'breadcrumb']],
    ['assistance', '/contatti', [...frame, ...rating, 'breadcrumb']],
    ['report of a fault', '/disservizio', [...frame, ...rating, 'breadcrumb']],
    ['questions', '/domande-frequenti', [...frame, ...rating, 'breadcrumb']],
    ['legal notes', '/note-legali', [...frame, ...rating, 'breadcrumb', 'legal-notes-section', 'legal-notes-body']],
    ['request', '/richiesta', [...frame, 'breadcrumb']],
  ])('stand on the page of kind %s', async (_kind, path, hooks) => {
    expect(missing(await page(path), hooks)).toEqual([])
  })

  test('lead from the footer to pages that are there, by the words that the checker looks for', async () => {
    const html = await page('/')
    const footer = html.slice(html.indexOf('<footer'))
    const link = (hook: string) => new RegExp(`href="([^"]+)" data-element="${hook}">([^<]+)<`).exec(footer) ?? []
    expect(link('faq')[2]).toMatch(/faq|domande frequenti/i)
    expect(link('report-inefficiency')[2]).toBe('Segnala disservizio')
    for (const hook of ['faq', 'contacts', 'appointment-booking', 'report-inefficiency', 'privacy-policy-link', 'legal-notes', 'accessibility-link']) expect((await person.get(link(hook)[1] ?? '')).status, hook).toBe(200)
  })

  test('the index of a service names the voices of the model, in its order', async () => {
    const index = /data-element="page-index">([\s\S]*?)<\/ul>/.exec(await page('/servizi/casa-recovery-house'))?.[1] ?? ''
    const voices = [...index.matchAll(/>([^<]+)<\/a>/g)].map(([, words = '']) => words)
    const model = ['A chi è rivolto', 'Come fare', 'Cosa serve', 'Cosa si ottiene', 'Tempi e scadenze', 'Accedi al servizio', 'Condizioni di servizio', 'Contatti']
    expect(voices.filter((voice) => model.includes(voice))).toEqual(model)
  })

  test('a service stands below "Servizi" in the way back', async () => {
    const way = /data-element="breadcrumb">([\s\S]*?)<\/nav>/.exec(await page('/servizi/casa-recovery-house'))?.[1] ?? ''
    expect([...way.matchAll(/<li>[\s\S]*?>([^<]+)</g)].map(([, words = '']) => words)[1]).toBe('Servizi')
  })

  test('a service tells machines what it is', async () => {
    const json = /data-element="metatag">(.*?)<\/script>/.exec(await page('/servizi/casa-recovery-house'))?.[1] ?? ''
    const { name, serviceType, serviceOperator, areaServed, audience, availableChannel } = JSON.parse(json) as Record<string, Record<string, unknown>>
    expect([name, serviceType, serviceOperator?.name, areaServed?.name, audience?.audienceType]).toEqual([expect.stringContaining('Recovery House'), 'Casa', 'Punto unico di accesso (esempio)', 'Città Metropolitana di Bari', 'Giovani adulti.'])
    expect(availableChannel).toMatchObject({ serviceUrl: 'http://localhost/servizi/casa-recovery-house', serviceLocation: { address: { addressLocality: 'Bari' } } })
  })

  test('the rating asks with the words of the model', async () => {
    const html = await page('/privacy')
    expect(said(html, 'feedback-title')).toEqual(['Quanto sono chiare le informazioni su questa pagina?'])
    expect(said(html, 'feedback-rating-question')).toEqual(['Dove hai incontrato le maggiori difficoltà?', 'Quali sono stati gli aspetti che hai preferito?'])
    expect(said(html, 'feedback-rating-answer')).toEqual([
      'A volte le indicazioni non erano chiare', 'A volte le indicazioni non erano complete', 'A volte non capivo se stavo procedendo correttamente', 'Ho avuto problemi tecnici', 'Altro',
      'Le indicazioni erano chiare', 'Le indicazioni erano complete', 'Capivo sempre che stavo procedendo correttamente', 'Non ho avuto problemi tecnici', 'Altro',
    ])
  })

  test('the licence is said with the words of the law', async () => {
    const html = await page('/note-legali')
    expect(said(html, 'legal-notes-section')).toEqual(['Licenza dei contenuti'])
    expect(said(html, 'legal-notes-body')[0]).toMatch(/^In applicazione del principio open by default ai sensi dell’articolo 52 .* CC-BY 4\.0\. Gli utenti sono .* senza apporre restrizioni aggiuntive\.$/)
  })

  test('after the request the service is rated, with its own question', async () => {
    const asking = service.visitor()
    await asking.post('/richiesta/inizia', { atto: 'richiesta_contatto' })
    await talk(asking, '/richiesta', shortest)
    await asking.post('/richiesta/invia')
    const { html } = await asking.get('/richiesta/inviata')
    expect(missing(html, [...rating, 'contacts', 'appointment-booking'])).toEqual([])
    expect(said(html, 'feedback-title')).toEqual(['Quanto è stato facile usare questo servizio?'])
  })

  test('where the ente has its own statement the footer leads there; not at a kiosk, which leads nowhere else', async () => {
    const { authority } = service.app.content.territory
    authority.accessibility = 'https://form.agid.gov.it/view/quercia'
    const kiosk = service.visitor()
    await kiosk.get('/totem')
    const [home, screen] = [(await person.get('/')).html, (await kiosk.get('/')).html]
    delete authority.accessibility
    expect(home).toContain('href="https://form.agid.gov.it/view/quercia" data-element="accessibility-link"')
    expect(screen).toContain('href="/accessibilita" data-element="accessibility-link"')
    expect(screen).not.toMatch(/href="(https?:|mailto:)/)
  })

  test.each(['/', '/aiuto-subito', '/orientamento', '/richiesta', '/non-esiste'])('%s asks for no rating: there a person has something else to do', async (path) => {
    expect(await page(path)).not.toContain('data-element="feedback"')
  })
})
