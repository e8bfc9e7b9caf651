import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const sources = globSync('src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.d.ts'))
const views = globSync('views/**/*.eta', { cwd: root })

/** From the ground up: a room imports only rooms before it. Routes may use any room, but never other routes. */
const ladder = ['engine', 'vault', 'places', 'content', 'search', 'territory', 'orientation', 'assistant', 'web', 'pages', 'conversation', 'misread', 'reply', 'steps', 'outbox', 'events', 'handoff', 'accounts', 'dossiers', 'terms', 'attachments', 'camera', 'receipt', 'resume', 'agenda', 'referrals', 'follow', 'mydata', 'kiosk', 'counter', 'reading', 'notes', 'joins', 'assignment', 'triage', 'paper', 'queue', 'bulk', 'exports', 'indicators', 'ratings', 'retention', 'demo']

const importsOf = (file: string) =>
  [...read(file).matchAll(/from '(\.[^']+)'/g)].map(([, to = '']) => relative(root, join(root, dirname(file), to)))
const roomOf = (file: string) => file.split('/')[1] ?? ''

describe('the house', () => {
  it('imports one way, up the ladder', () => {
    const wrong = sources.filter((file) => ladder.includes(roomOf(file)) && !file.endsWith('routes.ts')).flatMap((file) =>
      importsOf(file).filter((to) => to.startsWith('src/') && ladder.indexOf(roomOf(to)) > ladder.indexOf(roomOf(file))).map((to) => `${file} → ${to}`))
    expect(wrong).toEqual([])
  })

  it('keeps the engine pure: it imports nothing outside its folder', () => {
    expect(sources.filter((file) => roomOf(file) === 'engine').flatMap(importsOf).filter((to) => roomOf(to) !== 'engine')).toEqual([])
  })

  it('lets no route import another', () => {
    const wrong = sources.filter((file) => file.endsWith('routes.ts')).flatMap((file) => importsOf(file).filter((to) => to.endsWith('routes.ts')).map((to) => `${file} → ${to}`))
    expect(wrong).toEqual([])
  })

  it('speaks SQL only where it may: rules, views of data and the engine know no database', () => {
    const pure = sources.filter((file) => ['engine', 'content', 'orientation', 'assistant', 'search', 'territory'].includes(roomOf(file)))
    expect(pure.filter((file) => /drizzle-orm|db\/(schema|open)/.test(read(file)))).toEqual([])
  })

  it('has files that are read at one go', () => {
    const long = sources.filter((file) => read(file).split('\n').length > 150 && file !== 'src/content/schemas.ts')
    expect(long).toEqual([])
  })

  it('has no view that nobody shows, and shows none that is not there', () => {
    const words = [...sources, ...views].map(read).join('\n')
    const shown = (view: string) => words.includes(`'/${view}'`) || words.includes(`'${view}'`) || words.includes(`"/${view}"`)
    const byName = /^(questions\/[a-z_]+|icons\/.*|conversation\/_(check|proposals|exit))$/
    const names = views.map((file) => file.replace(/^views\//, '').replace(/\.eta$/, ''))
    expect(names.filter((name) => !byName.test(name) && !shown(name))).toEqual([])
    const asked = [...words.matchAll(/(?:page|fragment)\(app, c, '([^']+)'/g)].map(([, name]) => name)
    expect(asked.filter((name) => !existsSync(join(root, `views/${name}.eta`)))).toEqual([])
  })

  it('writes no Italian sentence in code, no script, style or handler in a view', () => {
    const italian = sources.flatMap((file) => [...read(file).matchAll(/(['"`])((?:[A-ZÈÀ][a-zàèéìòù]+|[a-zàèéìòù]+)(?: [a-zàèéìòù']+){3,}[.!?]?)\1/g)].map(([, , words = '']) => words)
      .filter((words) => /\b(il|la|lo|di|che|per|una|non|con|del|della|sono)\b/.test(words)).map((words) => `${file}: ${words}`))
    expect(italian).toEqual([])
    expect(views.filter((file) => /<script>|<style|style="|\son(click|change|submit|load)=/.test(read(file)))).toEqual([])
  })

  it('has every interface word that is asked for', () => {
    const words = Object.fromEntries(globSync('locales/it/*.json', { cwd: root }).map((file) => [file.split('/').at(-1)?.replace('.json', ''), JSON.parse(read(file)) as unknown]))
    const found = (key: string) => key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], words)
    const asked = [...sources, ...views].flatMap((file) => [...read(file).matchAll(/\bt\('([a-z_]+(?:\.[A-Za-z0-9_]+)+)'/g)].map(([, key = '']) => ({ file, key })))
    expect(asked.length).toBeGreaterThan(100)
    const missing = asked.filter(({ key }) => ['', '_one', '_other'].every((plural) => typeof found(key + plural) !== 'string'))
    expect(missing.map(({ file, key }) => `${file}: ${key}`)).toEqual([])
  })
})
