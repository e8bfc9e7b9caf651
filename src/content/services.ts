import type { Content, Services, Territory } from './content.ts'
import { dead } from './dead.ts'

/** Only the services of this territory are there. */
export const servicesOf = (all: Services, { slug }: Territory): Services => ({ ...all, services: all.services.filter(({ territory }) => territory === slug) })

/** What services.yaml points at: questions of the request, answers of consent, statuses, ambiti. Who reported is never passed on (processing.yaml). */
export function services({ services: all, questions, journeys, workflow, territory }: Content): string[] {
  const steps = journeys.get('richiesta')?.steps ?? []
  const asked = new Set(steps.map(({ ask }) => ask))
  const parts = new Set(steps.flatMap(({ part }) => part ?? []))
  const agreed = new Set((questions.get('autorizza_condivisione')?.options ?? []).map(({ code }) => code))
  const statuses = new Set(workflow.statuses.map(({ code }) => code))
  const kinds = new Set<string>(all.kinds.map(({ code }) => code))
  const ambiti = new Set(territory.ambiti.map(({ slug }) => slug))
  return [
    ...all.kinds.flatMap((kind) => [
      ...dead(`services/${kind.code}`, 'question of the request', kind.questions, asked), ...dead(`services/${kind.code}`, 'part', kind.parts, parts), ...dead(`services/${kind.code}`, 'answer of consent', kind.consent, agreed),
      ...kind.questions.filter((id) => questions.get(id)?.processing === 'segnalante').map((id) => `services/${kind.code}: "${id}" says who reported, which no service sees`),
    ]),
    ...all.moves.flatMap(({ code, from, to }) => dead(`services, move ${code}`, 'status', [...from, ...(to ? [to] : [])], statuses)),
    ...dead('services, visible', 'status', [...all.visible.offerto, ...all.visible.accolto], statuses),
    ...all.services.flatMap((service) => [...dead(`services/${service.slug}`, 'kind', [service.kind], kinds), ...dead(`services/${service.slug}`, 'ambito', service.ambiti ?? [], ambiti)]),
    ...all.services.filter(({ slug }, at) => all.services.findIndex((other) => other.slug === slug) !== at).map(({ slug }) => `services/${slug}: twice`),
  ]
}
