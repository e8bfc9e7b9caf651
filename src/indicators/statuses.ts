import type { Content } from '../content/content.ts'

/** Taken on (`ind-presi-in-carico`, domain.md 2.13): from the moment a service works on it. */
export const takenOn = ['in_lavorazione', 'in_uvm', 'valutata', 'lista_attesa', 'progetto_in_corso', 'patto_da_firmare', 'in_attuazione', 'in_verifica', 'conclusa']

/** Given to another number: neither closed by an answer, nor opened again when that is undone. */
const elsewhere = ['trasferita', 'unita']

export const openIn = ({ workflow }: Content): string[] => workflow.statuses.filter(({ open }) => open).map(({ code }) => code)
export const endedIn = ({ workflow }: Content): string[] => workflow.statuses.filter(({ open }) => !open).map(({ code }) => code)
export const closedIn = (content: Content): string[] => endedIn(content).filter((code) => !elsewhere.includes(code))

/** The axis of each need (domain.md 3.2): what is kept of a request are the needs that were told. */
const axisOfNeed: Record<string, string> = { casa: 'casa', aiuto_casa: 'casa', soldi: 'casa', lavoro: 'lavoro', stare_insieme: 'socialita', famiglia: 'trasversale', non_so: 'non_so' }
export const axisOf = (need: string): string => axisOfNeed[need] ?? need

/** "|casa|lavoro|" */
export const needsIn = (axes: string): string[] => axes.split('|').filter(Boolean)
