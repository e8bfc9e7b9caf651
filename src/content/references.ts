import type { Condition, Conditions } from '../engine/rule.ts'
import { codesOf } from '../engine/kinds.ts'
import type { Content } from './content.ts'
import { dead } from './dead.ts'
import { services } from './services.ts'
import { speech } from './speech.ts'

/** Dead references of the content, one line each; empty when everything points at something. */
export function deadReferences(content: Content): string[] {
  return [...catalogue(content), ...rules(content), ...journeys(content), ...askers(content), ...retention(content), ...territory(content), ...emergency(content), ...workflow(content), ...services(content), ...speech(content)]
}

function catalogue({ opportunities, families, groups }: Content): string[] {
  const sheets = [...opportunities.values()]
  const covered = new Set(sheets.filter((o) => o.visibility.startsWith('C')).map((o) => o.family))
  return [
    ...sheets.flatMap((o) => dead(`opportunities/${o.slug}`, 'family', [o.family], families)),
    ...[...families.values()].flatMap((f) => dead(`families/${f.slug}`, 'group', [f.group], groups)),
    ...[...families.values()].filter((f) => f.citizen_facing && !covered.has(f.slug)).map((f) => `families/${f.slug}: no opportunity`),
  ]
}

function rules(content: Content): string[] {
  const panels = new Set(content.emergency.panels.map(({ id }) => id))
  const known = (where: string, conditions: Conditions) => conditionFaults(content, where, conditions)
  return [
    ...content.rules.flatMap(({ id, when, then, says = {} }) => [
      ...dead(id, 'family', then.families ?? [], content.families),
      ...dead(id, 'card', then.cards ?? [], content.cards),
      ...dead(id, 'panel', then.panel ? [then.panel] : [], panels),
      ...dead(id, 'opportunity', then.highlight ? [then.highlight] : [], content.opportunities),
      ...known(id, when),
      ...known(id, Object.fromEntries(Object.entries(says).map(([question, codes]) => [question, { in: codes }]))),
    ]),
    ...content.rules.flatMap((rule) => (rule.requires && !content.territory.programmes[rule.requires] ? [`${rule.id}: the territory has no programme "${rule.requires}"`] : [])),
    ...content.routing.flatMap(({ id, when }) => known(id, when)),
  ]
}

/** Facts that no question asks by that name: what else a condition may mention. */
const givenFacts: Record<string, string[] | undefined> = { gruppi: undefined }

function conditionFaults(content: Content, where: string, conditions: Conditions): string[] {
  return Object.entries(conditions).flatMap(([id, condition]) => {
    if (id in givenFacts) return []
    const question = content.questions.get(id)
    if (!question) return [`${where}: no question "${id}"`]
    const codes = [...codesOf(question), 'ignoto', ...(question.options ? [] : ['detto', 'visto', 'letto'])]
    return wanted(condition).filter((code) => !codes.includes(code)).map((code) => `${where}: question ${id} has no answer "${code}"`)
  })
}

const wanted = ({ is, in: within, any, every, named, unless }: Condition) => [...(is === undefined ? [] : [is]), ...(within ?? any ?? every ?? named ?? unless ?? [])]

/** A step may only look back: at questions asked before it, each asked once. */
function journeys(content: Content): string[] {
  return [...content.journeys.values()].flatMap(({ id, steps }) => {
    const seen = new Set(Object.keys(givenFacts))
    return steps.flatMap(({ ask, when, when_any, known }) => {
      const all = [...(when_any ?? [when ?? {}]), known ?? {}, ...(content.questions.get(ask)?.options ?? []).map((option) => option.when ?? {})]
      const where = `journeys/${id}, ${ask}`
      const later = all.flatMap((conditions) => Object.keys(conditions)).filter((question) => !seen.has(question)).map((question) => `${where}: looks at "${question}", which is not asked before`)
      const twice = seen.has(ask) && content.questions.get(ask)?.age_fact !== ask ? [`${where}: asked twice`] : []
      seen.add(ask)
      const fact = content.questions.get(ask)?.age_fact
      if (fact) seen.add(fact)
      return [...dead(where, 'question', [ask], content.questions), ...all.flatMap((conditions) => conditionFaults(content, where, conditions)), ...later, ...twice]
    })
  })
}

/** Whoever asks is somebody; every question of a request says how its answer is used. */
function askers(content: Content): string[] {
  const steps = content.journeys.get('richiesta')?.steps ?? []
  const asked = new Set(steps.map(({ ask }) => ask))
  return [
    ...content.askers.flatMap(({ code, when, minimum }) => [...conditionFaults(content, `askers/${code}`, when), ...dead(`askers/${code}`, 'step of the request', minimum, asked)]),
    ...(Object.keys(content.askers.at(-1)?.when ?? { none: {} }).length ? ['askers: the last one must hold for everybody'] : []),
    ...steps.flatMap(({ ask }) => {
      const question = content.questions.get(ask)
      if (!question || question.kind === 'notice') return []
      return question.processing ? dead(`question ${ask}`, 'use of data', [question.processing], content.processing) : [`question ${ask}: does not say how its answer is used (processing)`]
    }),
  ]
}

/** What is kept is kept by a rule, and no closed request is without one; the log is never kept less than six months (domain.md 4.1). */
function retention({ retention: rules, processing, workflow, questions }: Content): string[] {
  const statuses = new Map(workflow.statuses.map((status) => [status.code, status.open]))
  const acts = new Set(questions.get('natura_atto')?.options?.map((option) => option.code))
  const all = [...rules.values()]
  const log = rules.get('registro_accessi')?.keep
  return [
    ...all.flatMap((rule) => [
      ...dead(`retention/${rule.code}`, 'status', rule.statuses ?? [], statuses), ...dead(`retention/${rule.code}`, 'act', rule.acts ?? [], acts),
      ...(rule.statuses ?? []).filter((code) => statuses.get(code)).map((code) => `retention/${rule.code}: a request in "${code}" is still open`),
    ]),
    ...[...processing.values()].flatMap((use) => dead(`processing/${use.code}`, 'rule of retention', [use.retention], rules)),
    ...(all.some(({ of, acts: some, statuses: those }) => of === 'richiesta' && !some && !those) ? [] : ['retention: one rule must hold for every request']),
    ...dead('retention', 'rule', ['bozza_non_salvata', 'bozza_non_salvata_totem', 'bozza_casa', 'bozza_totem', 'registro_accessi', 'conteggi'], rules),
    ...(log && 'months' in log && log.months >= 6 ? [] : ['retention: the log must be kept six months at the least']),
  ]
}

function territory({ territory: place, opportunities }: Content): string[] {
  const slugs = (items: { slug: string }[]) => new Set(items.map(({ slug }) => slug))
  const desks = slugs(place.desks)
  return [
    ...place.comuni.flatMap((c) => [
      ...dead(c.name, 'ambito', [c.ambito], slugs(place.ambiti)), ...dead(c.name, 'district', [c.district], slugs(place.districts)),
      ...dead(c.name, 'cpi', [c.cpi], slugs(place.cpi)), ...dead(c.name, 'csm area', c.csm_area ? [c.csm_area] : [], slugs(place.csm_areas)),
    ]),
    ...place.ambiti.flatMap((a) => dead(a.name, 'desk', [a.desk], desks)),
    ...dead('territory', 'desk', [place.catch_all_desk], desks),
    ...dead('off', 'opportunity', place.off, opportunities),
  ]
}

function emergency({ emergency: { numbers, panels, roots }, questions }: Content): string[] {
  const ids = new Set(numbers.map(({ id }) => id))
  const codes = new Set(panels.map(({ id }) => id))
  return [
    ...panels.flatMap((panel) => dead(`panel ${panel.id}`, 'number', panel.numbers, ids)),
    ...roots.flatMap((root) => dead('roots', 'panel', [root.panel], codes)),
    ...[...questions.values()].flatMap((q) => dead(`question ${q.id}`, 'panel', q.panel ? [q.panel] : [], codes)),
  ]
}

/** Every move leads somewhere; a refusal is only for who signs it, and never the person's or the software's (domain.md 2.5). */
function workflow({ workflow: { statuses, decisions, citizen_moves, next, managers }, terms, questions }: Content): string[] {
  const codes = new Set(statuses.map(({ code }) => code))
  const kinds = new Set(next.map(({ code }) => code))
  const refusals = [...decisions.filter(({ roles }) => roles.some((role) => role !== 'responsabile_procedimento')), ...citizen_moves].filter(({ to }) => to === 'non_accolta')
  const deaf = decisions.filter(({ to, asks }) => to === 'non_accolta' && !asks.includes('observations'))
  const acts = questions.get('natura_atto')?.options?.map(({ code }) => code) ?? []
  const projects = new Set(statuses.filter(({ project }) => project).map(({ code }) => code))
  const unnamed = decisions.filter(({ to, from, asks, roles }) => to && projects.has(to) && from.some((one) => !projects.has(one)) && !(asks.includes('manager') && roles.every((role) => managers.includes(role))))
  return [
    ...unnamed.map(({ code }) => `decision ${code}: begins a project, so it asks who follows it ("manager"), and whoever may take it may follow one`),
    ...[...decisions, ...citizen_moves].flatMap((move) => dead(`decision ${move.code}`, 'status', [...move.from, ...(move.to ? [move.to] : [])], codes)),
    ...decisions.flatMap(({ code, suspends }) => dead(`decision ${code}`, 'next step', suspends ? [suspends] : [], kinds)),
    ...refusals.map(({ code }) => `decision ${code}: only the responsabile_procedimento may refuse`),
    ...deaf.map(({ code }) => `decision ${code}: a refusal answers every observation ("observations", L. 241/1990, art. 10-bis)`),
    ...acts.filter((act) => !terms.answers.some((term) => term.acts.includes(act))).map((act) => `terms: none for "${act}"`),
  ]
}
