import { afterAll } from 'vitest'
import { testApp, type TestApp } from './app.ts'

export type Member = Awaited<ReturnType<TestApp['operator']>>
type Post = Parameters<TestApp['operator']>
type Settings = Parameters<typeof testApp>[0]

/** Where letters may be sent, though nobody takes them. */
export const withMail = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'Sportello <sportello@example.org>', PUBLIC_ORIGIN: 'http://localhost' }

/**
 * One service for all tests of a file, with members of staff signed in; it closes after the last test.
 * @param posts who works there, by the name that the file calls them: desk and role
 */
export async function serviceWith<Name extends string>(posts: Record<Name, Post>, how?: Settings): Promise<{ home: TestApp } & Record<Name, Member>> {
  const home = await testApp(how)
  afterAll(() => home.close())
  const people: Partial<Record<Name, Member>> = {}
  for (const [name, post] of Object.entries(posts) as [Name, Post][]) people[name] = await home.operator(...post)
  return { home, ...people as Record<Name, Member> }
}
