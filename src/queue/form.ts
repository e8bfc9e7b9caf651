import type { Voice } from '../templates.ts'
import type { App } from '../web/context.ts'
import { languagesOf, marks, needsOf, priorities, type Filters } from './filters.ts'

type Choice = { value: string; label: string; here: boolean }

/** The form of filters: each choice with whether it is taken. */
export function viewFilters({ content }: App, filters: Filters, voice: Voice, names: Map<number, string>, me: number) {
  const of = (name: keyof Filters, choices: { value: string; label: string }[]) => ({ name, choices: choices.map((one): Choice => ({ ...one, here: filters[name] === one.value })) })
  return {
    selects: [
      of('asse', needsOf(content).map(({ code, label }) => ({ value: code, label: voice.text(label) }))),
      of('priorita', priorities.map((code) => ({ value: code, label: voice.t(`queue.priorities.${code}`) }))),
      of('stato', content.workflow.statuses.map(({ code, name }) => ({ value: code, label: voice.text(name) }))),
      of('operatore', [{ value: String(me), label: voice.t('queue.me') }, { value: 'nessuno', label: voice.t('queue.nobody') }, ...others(names, me)]),
      of('ambito', content.territory.ambiti.map(({ slug, name }) => ({ value: slug, label: name }))),
      of('lingua', [{ value: 'altra_lingua', label: voice.t('queue.other_language') }, ...languagesOf(content).map(({ code, label }) => ({ value: code, label: voice.text(label) }))]),
    ],
    ticks: marks.map((name) => ({ name, here: filters[name] === '1' })),
  }
}

const others = (names: Map<number, string>, me: number) =>
  [...names].filter(([id]) => id !== me).map(([id, label]) => ({ value: String(id), label })).toSorted((a, b) => a.label.localeCompare(b.label, 'it'))
