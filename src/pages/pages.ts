import type { Page } from '../content/content.ts'
import type { Text } from '../engine/text.ts'
import type { App, Ctx } from '../web/context.ts'
import { errorPage } from '../web/errors.ts'
import { voiceOf } from '../web/language.ts'
import { page } from '../web/render.ts'

/** Pages that end with the addresses of the authority. */
const withContacts = ['privacy', 'contatti', 'accessibilita', 'disservizio']

/** Shows a page that is only words, from db/content/pages. */
export function showPage(app: App, c: Ctx, slug: string) {
  const shown = app.content.pages.get(slug)
  if (!shown) return errorPage(app, c, 404)
  const voice = voiceOf(app, c)
  const title = voice.text(shown.title)
  const breadcrumbs = [{ label: voice.t('site.home_crumb'), href: '/' }, { label: title }]
  return page(app, c, 'pages/page', { title, breadcrumbs, page: viewPage(shown, voice.text), italianOnly: shown.italian_only && voice.lang !== 'it', updated: shown.verified_on, contacts: withContacts.includes(slug), asks: slug.endsWith('-operatori') ? undefined : 'chiara' })
}

const viewPage = (shown: Page, text: (text: Text) => string) => ({
  summary: text(shown.summary),
  sections: shown.sections.map(({ heading, paragraphs = [], list = [], steps = [], quoted }) =>
    ({ heading: text(heading), quoted: quoted && text(quoted), paragraphs: paragraphs.map(text), list: list.map(text), steps: steps.map(text) })),
})
