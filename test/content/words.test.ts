import { expect, test } from 'vitest'
import { contentRoot } from '../../src/content/root.ts'
import { wordList } from '../../src/content/schemas.ts'
import { findWords } from '../../src/content/words.ts'
import { openFiles } from '../../src/content/yaml.ts'

const list = {
  swaps: [
    { avoid: 'presso', use: 'a, da' }, { avoid: 'usufru*', use: 'usare' }, { avoid: 'nucle* familiar*', use: 'famiglia' },
    { avoid: 'équipe', use: 'squadra' }, { avoid: 'necessita', use: 'ha bisogno' },
  ],
  never: ['non hai diritto', 'escluso'],
}

test('says what to write instead of a bureaucratic word', () => {
  expect(findWords('Vai presso il Comune.', list)).toEqual([{ word: 'presso', use: 'a, da' }])
})

test('a forbidden word has no other word, and comes first', () => {
  expect(findWords('Presso di noi nessuno è escluso.', list)).toEqual([{ word: 'escluso' }, { word: 'Presso', use: 'a, da' }])
})

test('takes whole words only', () => {
  expect(findWords('Chi si sente oppresso ne parla.', list)).toEqual([])
})

test('finds a word after an apostrophe and before a full stop', () => {
  expect(findWords("Decide l'équipe.", list)).toEqual([{ word: 'équipe', use: 'squadra' }])
})

test('an asterisk stands for any ending, accents included, in each word of an expression', () => {
  const found = findWords('Usufruirà di un aiuto chi vive in nuclei\nfamiliari numerosi.', list)
  expect(found.map(({ word }) => word)).toEqual(['Usufruirà', 'nuclei\nfamiliari'])
})

test('accents count', () => {
  expect(findWords('La necessità di una equipe.', list)).toEqual([])
  expect(findWords('La persona necessita di aiuto.', list)).toHaveLength(1)
})

test('reads an accent written as a separate sign', () => {
  expect(findWords("L'équipe".normalize('NFD'), list)).toHaveLength(1)
})

test('finds every time a word is written, and nothing in plain Italian', () => {
  expect(findWords('Presso me, presso te.', list)).toHaveLength(2)
  expect(findWords('Puoi chiedere una casa, anche senza documenti.', list)).toEqual([])
})

test('the list of the project knows the words of the founders', () => {
  const words = openFiles(contentRoot).one('vocabulary/words.yaml', () => wordList)
  expect(words.swaps.length).toBeGreaterThanOrEqual(40)
  const sentence = "L'utente presenta istanza; l'équipe, pervenuta la documentazione, prende in carico il nucleo familiare idoneo."
  const avoided = findWords(sentence, words).map(({ word }) => word).sort()
  const expected = ['documentazione', 'idoneo', 'istanza', 'nucleo familiare', 'pervenuta', 'prende in carico', 'utente', 'équipe']
  expect(avoided).toEqual(expected)
  expect(findWords('Un alcolista, un punteggio.', words)).toEqual([{ word: 'punteggio' }, { word: 'alcolista' }])
})
