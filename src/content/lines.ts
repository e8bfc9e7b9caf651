import { EVENT_MAPPING, EVENT_POP, EVENT_SCALAR, EVENT_SEQUENCE, parseEvents, type Event } from 'js-yaml'

/** The line (from 1) of a path in a YAML source, or of its nearest ancestor that is written there. */
export function lineOf(source: string, path: string[]): number {
  const offset = locate(source, parseEvents(source, {}), 1, path)
  return source.slice(0, offset).split('\n').length
}

function locate(source: string, events: Event[], at: number, [first, ...rest]: string[]): number {
  const node = events[at]
  if (node?.type === EVENT_SEQUENCE && first !== undefined) {
    const item = childrenOf(events, at)[Number(first)]
    return item === undefined ? node.start : locate(source, events, item, rest)
  }
  if (node?.type === EVENT_MAPPING && first !== undefined) {
    const children = childrenOf(events, at)
    const key = children.findIndex((child, i) => i % 2 === 0 && words(source, events[child]) === first)
    return key < 0 ? node.start : locate(source, events, children[key + 1] ?? at, rest)
  }
  if (node?.type === EVENT_SCALAR) return node.valueStart
  return node && 'start' in node ? node.start : 0
}

/** The positions of the children of a collection; in a mapping keys and values alternate. */
function childrenOf(events: Event[], at: number): number[] {
  const children: number[] = []
  for (let next = at + 1; events[next] && events[next]?.type !== EVENT_POP; next = after(events, next)) children.push(next)
  return children
}

function after(events: Event[], at: number): number {
  const type = events[at]?.type
  if (type !== EVENT_MAPPING && type !== EVENT_SEQUENCE) return at + 1
  let next = at + 1
  while (events[next] && events[next]?.type !== EVENT_POP) next = after(events, next)
  return next + 1
}

const words = (source: string, event: Event | undefined) => (event?.type === EVENT_SCALAR ? source.slice(event.valueStart, event.valueEnd) : '')
