import type { Fields, Seen, Visitor } from './app.ts'

const one = (risposta: string) => ({ risposta })

/** What Verde Quercia, who does not exist, says in the shortest request: to be called back. */
export const shortest = {
  o_per_chi: one('me'), o_eta: one('30-64'), persona: { 'risposta.nome': 'Verde', 'risposta.cognome': 'Quercia' }, o_comune: one('A893'), o_bisogni: one('lavoro'),
  canale_contatto: one('passo_io'), presa_visione: one('si'),
}

/** The question that a page of the conversation asks, by the address its form posts to. */
export const openQuestion = ({ html }: Seen): string | undefined => /id="domanda" method="post" action="[^"]*\/(\w+)"/.exec(html)?.[1]

/** The content of a page, without header and footer, in one line, as a person reads it. */
export function wordsOf({ html }: Pick<Seen, 'html'>): string {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html
  const words = main.replace(/<svg[\s\S]*?<\/svg>/g, ' ').replace(/<[^>]+>/g, ' ')
  return words.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&').replace(/\s+/g, ' ')
}

/** Answers one question; what the page asks to look at again is confirmed as it is. */
export async function say(visitor: Visitor, address: string, fields: Fields): Promise<Seen> {
  const seen = await visitor.post(address, fields)
  const doubted = /name="conferma" value="([^"]*)"/.exec(seen.html)?.[1]
  return doubted === undefined ? seen : visitor.post(address, { ...fields, conferma: unescaped(doubted) })
}

const unescaped = (words: string) => words.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/**
 * Answers what the pages of a thread ask, one by one, until they ask nothing more. What is not in `answers` is left empty.
 * @returns the questions in the order they were asked, and the last page
 */
export async function talk(visitor: Visitor, base: string, answers: Record<string, Fields>): Promise<{ asked: string[]; page: Seen }> {
  const asked: string[] = []
  for (;;) {
    const page = await visitor.get(base)
    const question = openQuestion(page)
    if (!question) return { asked, page }
    if (asked.includes(question)) throw new Error(`${question} was asked twice`)
    asked.push(question)
    const { status, html } = await say(visitor, `${base}/${question}`, answers[question] ?? {})
    if (status !== 303) throw new Error(`${question}: ${status} ${/class="problem".*?<span>(.*?)</.exec(html)?.[1]}`)
  }
}
