import type { Content, Services } from '../content/content.ts'
import type { Row } from '../dossiers/file.ts'

export type Service = Services['services'][number]
type Kind = Services['kinds'][number]
type Place = { ambito: string | undefined }

export const serviceOf = ({ services }: Content, slug: string | null | undefined): Service | undefined => services.services.find((service) => service.slug === slug)

export const kindOf = ({ services }: Content, service: Service): Kind | undefined => services.kinds.find(({ code }) => code === service.kind)

/** The services that a request may go to: those of its ambito, and those of the whole territory. */
export const servicesFor = ({ services }: Content, { ambito }: Place): Service[] =>
  services.services.filter(({ ambiti }) => !ambiti || ambito === undefined || ambiti.includes(ambito))

/**
 * The questions whose answers a service may see (domain.md 2.6: "only the fields needed"; GDPR art. 5 c. 1 c). A part gives its common
 * answers only: what is of a special category is seen where it is named, and who reported never is.
 */
export function questionsFor(content: Content, service: Service): string[] {
  const kind = kindOf(content, service)
  if (!kind) return []
  const ofParts = (content.journeys.get('richiesta')?.steps ?? []).filter(({ part, ask }) => part && kind.parts.includes(part) && content.questions.get(ask)?.category === 'com')
  const all = [...kind.questions, ...ofParts.map(({ ask }) => ask)]
  return [...new Set(all)].filter((id) => content.questions.get(id)?.processing !== 'segnalante')
}

/** Of the rows of a request, those that a service sees; answers left empty tell it nothing. @param agreed those shown when it was sent */
export function rowsFor(content: Content, service: Service, rows: Row[], agreed?: string[]): Row[] {
  const shown = new Set(questionsFor(content, service).filter((id) => !agreed || agreed.includes(id)))
  return rows.filter(({ id, unknown, answer }) => shown.has(id) && !unknown && answer.length > 0)
}
