import { shortLabel } from '../conversation/words.ts'
import { seriesBy, tell } from './apart.ts'
import { countsOf, largest, wordOf, type Figure, type Told } from './figures.ts'
import type { Period } from './periods.ts'
import { few, isSmall, share, type Cell } from './small.ts'

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

/**
 * To the nearest ten: who answers one question is asked the next, so that two exact counts, of two questions or of two periods, would tell who
 * stopped between them. What is left of tens tells no number under five.
 */
function stopCells(answered: number, left: number): Cell[] {
  const part = share(left, answered + left)[2]
  return [toTens(answered), isSmall(left) ? few : toTens(left), typeof part === 'number' ? toTens(part) : part]
}

const toTens = (n: number): number => 10 * Math.round(n / 10)

type Unread = { month: string; lang: string; axis: string; count: number }

/** Sentences that were not understood, by language and by what they may have been about: two tables. @param wide of whole years */
export function unreadOf(told: Told, wide: Unread[], period: Period): Figure[] {
  const by = (key: (row: Unread) => string) => largest(tell(seriesBy(wide.map((row) => ({ ...row, n: row.count })), (row) => [key(row)]), period))
  const languages = new Intl.DisplayNames(told.voice.lang, { type: 'language' })
  return [
    countsOf(told, 'lingue', by(({ lang }) => lang).map(({ code, cell }) => ({ label: languages.of(code) ?? code, cell }))),
    countsOf(told, 'argomenti', by(({ axis }) => axis || 'nessuno').map(({ code, cell }) => ({ label: wordOf(told.voice, 'axes', code), cell }))),
  ]
}
