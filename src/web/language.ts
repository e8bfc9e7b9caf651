import type { MiddlewareHandler } from 'hono'
import { languageDetector } from 'hono/language'
import { languages, type Language } from '../engine/text.ts'
import type { Voice } from '../templates.ts'
import { channelOf } from './channel.ts'
import type { App, Ctx, Env } from './context.ts'
import { cookieName, dropCookie, putCookie, takeCookie } from './cookies.ts'

/** The language that a person chose, and whether the Italian is to stand beside it: nothing of who they are. */
const chosen = 'approdo_lingua'
const beside = 'approdo_accanto'

/**
 * The language of a page: the one asked for now (`?lingua=`), the one chosen before, at home that of the browser, else Italian.
 * A kiosk's browser is nobody's: there only what was chosen counts. Staff work in Italian.
 */
export function speaks(app: App): MiddlewareHandler<Env> {
  const detect = { home: detector(app, ['querystring', 'cookie', 'header']), kiosk: detector(app, ['querystring', 'cookie']) }
  return async (c, next) => {
    c.set('lang', 'it')
    if (isStaffPath(c.req.path)) return next()
    await detect[channelOf(app, c)](c, () => Promise.resolve())
    c.set('lang', c.get('language') as Language)
    if (c.req.query('lingua') === c.get('lang')) putCookie(app, c, chosen, c.get('lang'))
    c.header('Vary', 'Accept-Language, Cookie', { append: true })
    return next()
  }
}

const detector = (app: App, order: ('querystring' | 'cookie' | 'header')[]) => languageDetector({
  order, caches: false, supportedLanguages: [...languages], fallbackLanguage: 'it',
  lookupQueryString: 'lingua', lookupCookie: cookieName(app, chosen),
})

const isStaffPath = (path: string) => path === '/operatori' || path.startsWith('/operatori/')

/** Keeps a choice until the browser closes, or the person leaves a kiosk. @param side with the Italian beside it */
export function choose(app: App, c: Ctx, lang: Language, side: boolean): void {
  putCookie(app, c, chosen, lang)
  if (side) putCookie(app, c, beside, 'si')
  else dropCookie(app, c, beside)
}

export const isBeside = (app: App, c: Ctx): boolean => c.get('lang') !== 'it' && !isStaffPath(c.req.path) && takeCookie(app, c, beside) === 'si'

/** The words of this page. */
export const voiceOf = (app: App, c: Ctx): Voice => app.templates.voice(c.get('lang') ?? 'it', isBeside(app, c))

export const isLanguage = (code: string): code is Language => (languages as readonly string[]).includes(code)

/** The languages to choose from. */
export const languageLinks = (c: Ctx) => (isStaffPath(c.req.path) ? [] : named.map((language) => ({ ...language, href: `/lingua/${language.code}`, current: language.code === c.get('lang') })))

/** Each by the name that its speakers give it, in capitals as names of a menu are. */
const named = languages.map((code) => {
  const name = new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code
  return { code, name: name.charAt(0).toLocaleUpperCase(code) + name.slice(1) }
})
