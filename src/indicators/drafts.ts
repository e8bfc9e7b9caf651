import { shortLabel } from '../conversation/words.ts'
import { countsOf, largest, wordOf, type Figure, type Told } from './figures.ts'
import { hideAlone, share, sum } from './small.ts'

/** Sent: the last thing asked, after every question. */
const sending = 'invio'

/** Where requests stop: answers to each question of the journey in its order, and drafts that stand there since. Who is still writing stands there too. */
export function stopsOf({ content, voice }: Told, rows: { question: string; answered: number; left: number }[]): Figure {
  const order = [...(content.journeys.get('richiesta')?.steps.map(({ ask }) => ask) ?? []), sending]
  const seen = order.flatMap((id) => rows.find(({ question }) => question === id) ?? [])
  const label = (id: string) => {
    const question = content.questions.get(id)
    return question ? shortLabel(question, { voice, aboutOther: false, content }) : voice.t('indicators.sending')
  }
  const columns = (['count', 'count', 'percent'] as const).map((kind, i) => ({ head: voice.t(`indicators.heads.domande_${i}`), kind }))
  return { id: 'domande', columns, drawn: 2, most: 12, rows: seen.map(({ question, answered, left }) => ({ label: label(question), cells: stopCells(answered, Math.max(0, left)) })) }
}

function stopCells(answered: number, left: number) {
  const [stopped, , part] = share(left, answered + left)
  return [hideAlone(answered), stopped, part]
}

/** Sentences that were not understood, by language and by what they may have been about: two tables. */
export function unreadOf(told: Told, rows: { lang: string; axis: string; count: number }[]): Figure[] {
  const by = (key: (row: { lang: string; axis: string }) => string) => {
    const groups = Map.groupBy(rows, key)
    return largest(new Map([...groups].map(([code, all]) => [code, sum(all.map(({ count }) => count))])))
  }
  const languages = new Intl.DisplayNames(told.voice.lang, { type: 'language' })
  return [
    countsOf(told, 'lingue', by(({ lang }) => lang).map(([code, n]) => [languages.of(code) ?? code, n])),
    countsOf(told, 'argomenti', by(({ axis }) => axis || 'nessuno').map(([code, n]) => [wordOf(told.voice, 'axes', code), n])),
  ]
}
