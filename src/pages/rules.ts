import type { Content, Rule } from '../content/content.ts'
import type { Condition } from '../engine/rule.ts'
import type { Voice } from '../templates.ts'

/** The rules in words, in the order in which they weigh: if you answer this, you see that. No scores, nothing hidden (domain.md 4.1). */
export const viewRules = (content: Content, voice: Voice) => ['emergenza', 'scadenza', 'bisogno', 'altro'].map((order) => ({
  order,
  title: voice.t(`pages.rules.groups.${order}`),
  rules: content.rules.filter((rule) => rule.order === order).map((rule) => viewRule(content, rule, voice)),
}))

const viewRule = (content: Content, rule: Rule, voice: Voice) => ({
  id: rule.id,
  when: Object.entries(rule.when).map(([id, condition]) => viewCondition(content, id, condition, voice)),
  shows: showsOf(content, rule, voice),
  numbers: Boolean(rule.then.panel),
  report: rule.then.action === 'offri_segnalazione',
  certain: !rule.then.certainty && !rule.requires,
  reason: voice.text(rule.reason),
})

function viewCondition(content: Content, id: string, condition: Condition, voice: Voice) {
  const question = content.questions.get(id)
  const label = (code: string) => question?.options?.find((option) => option.code === code)?.label
  return {
    question: voice.text(question?.short ?? question?.label ?? { it: id }),
    unless: Boolean(condition.unless),
    answers: codesOf(condition).map((code) => voice.text(label(code) ?? { it: voice.t('conversation.quiet.ignoto') })),
  }
}

function showsOf(content: Content, { then }: Rule, voice: Voice): string[] {
  const families = (then.families ?? []).map((slug) => publicTitle(content, slug, voice))
  const cards = (then.cards ?? []).flatMap((slug) => content.cards.get(slug)?.title ?? []).map(voice.text)
  return [...new Set([...families, ...cards])]
}

/** A family whose name would reveal a condition goes by the name of its group. */
function publicTitle(content: Content, slug: string, voice: Voice): string {
  const family = content.families.get(slug)
  const shown = family?.reveals_condition ? content.groups.get(family.group) : family
  return shown ? voice.text(shown.title) : slug
}

const codesOf = ({ is, in: within, any, every, named, unless, unknown }: Condition) =>
  within ?? any ?? every ?? named ?? unless ?? (unknown ? ['ignoto'] : [is ?? ''])
