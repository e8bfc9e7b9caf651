import type { Content } from '../content/content.ts'
import { findDesk } from '../territory/routing.ts'
import type { SheetView } from './sheet.ts'

/**
 * The sheet for machines, as the national model asks (schema.org, GovernmentService; criterion "metatag" of its checker).
 * A CAP that the source does not say is left out. What could end the element is written as JSON writes it.
 */
export function metatagOf(content: Content, sheet: SheetView, url: string): string {
  const { territory } = content
  const desk = findDesk(content, content.territory.catch_all_desk)
  const cap = /\b\d{5}\b/.exec(desk?.address ?? '')?.[0]
  return JSON.stringify({
    '@context': 'https://schema.org', '@type': 'GovernmentService', name: sheet.title, description: sheet.summary, serviceType: sheet.axis,
    serviceOperator: { '@type': 'GovernmentOrganization', name: territory.authority.office },
    areaServed: { '@type': 'AdministrativeArea', name: territory.name.it },
    audience: { '@type': 'Audience', audienceType: sheet.sections.find(({ id }) => id === 'for_whom')?.words[0] ?? territory.name.it },
    availableChannel: {
      '@type': 'ServiceChannel', serviceUrl: url,
      serviceLocation: desk && { '@type': 'Place', name: desk.name.it, address: { '@type': 'PostalAddress', streetAddress: desk.address, addressLocality: desk.comune, ...(cap ? { postalCode: cap } : {}) } },
    },
  }).replaceAll('<', '\\u003c')
}
