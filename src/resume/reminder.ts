import type { Voice } from '../templates.ts'
import type { Letter } from '../outbox/outbox.ts'

const daysBefore = 10
const day = 86_400_000

/** When to remind of a draft (ISO instant): ten days before it goes. undefined where that is past already, as for what is kept a week. */
export function reminderDue(until: string, now: Date): string | undefined {
  const due = new Date(Date.parse(until) - daysBefore * day)
  return due > now ? due.toISOString() : undefined
}

type About = { to: string; origin: string; until: string }

/** The words of the reminder. Who else reads that mail learns of no need, no office, no code. @param until ISO instant */
export function reminder({ t, day }: Pick<Voice, 't' | 'day'>, { to, origin, until }: About): Letter {
  const words = ['half_way', 'until', 'open', 'lost', 'nobody', 'last'].map((part) =>
    t(`resume.letter.${part}`, { day: day(until), door: `${origin}/riprendi`, desks: `${origin}/sportelli` }))
  return { to, subject: t('resume.letter.subject'), text: `${words.join('\n\n')}\n` }
}
