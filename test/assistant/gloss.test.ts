import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createGlosser } from '../../src/assistant/gloss.ts'
import { readSentence } from '../../src/assistant/sentence.ts'
import { wrongDictionaries } from '../../src/content/check.ts'
import { dictionaryLanguages } from '../../src/content/dictionaries.ts'

const dictionaries: Record<string, Record<string, string>> = {
  es: { marito: 'marido, espos', mio: 'mi.', picchia: 'pega., pegó., golpe', 'non ho': 'no tengo', non: 'no.', casa: 'casa, vivienda', 'cacciata di casa': 'me echaron * casa' },
  ar: { casa: 'بيت', voglio: 'بدي', lavoro: 'شغل' },
  zh: { marito: '丈夫', picchia: '打我', casa: '房子' },
}
const gloss = createGlosser((lang) => dictionaries[lang])
const inItalian = (said: string, lang: string) => gloss(readSentence(said, lang).words, lang).map(({ word }) => word).join(' ')

describe('another language, read word by word', () => {
  test('words become Italian ones by how they begin; what no dictionary has stays', () => {
    expect(inItalian('Mi marido me golpea en Bitonto', 'es')).toBe('mio marito me picchia en bitonto')
  })
  test('the longest that fits wins, a phrase before its words; a full stop is the whole word', () => {
    expect(inItalian('no tengo casa', 'es')).toBe('non ho casa')
    expect(inItalian('nosotros no', 'es')).toBe('nosotros non')
    expect(inItalian('ayer me echaron de la casa con los niños', 'es')).toBe('ayer cacciata di casa con los ninos')
  })
  test('Arabic articles and conjunctions are one with their word; Chinese words are not parted', () => {
    expect(inItalian('بدي شغل وبيت، البيت', 'ar')).toBe('voglio lavoro casa casa')
    expect(inItalian('我丈夫打我', 'zh')).toBe('marito picchia')
  })
  test('each word knows which of the person\'s words it stands for', () => {
    expect(gloss(['ya', 'no', 'tengo', 'casa'], 'es')).toEqual([{ word: 'ya', from: 0, until: 1 }, { word: 'non', from: 1, until: 3 }, { word: 'ho', from: 1, until: 3 }, { word: 'casa', from: 3, until: 4 }])
  })
  test('Italian, and a language without a dictionary, stay as they are', () => {
    expect(inItalian('mi serve una casa', 'it')).toBe('mi serve una casa')
    expect(inItalian('mi serve una casa', 'xx')).toBe('mi serve una casa')
  })
  test('any words come out as some words, in order', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('no', 'tengo', 'me', 'echaron', 'casa', '丈夫'))), fc.constantFrom('es', 'ar', 'zh', 'it'), (words, lang) => {
      const spans = gloss(words, lang).map(({ from }) => from)
      expect(spans).toEqual(spans.toSorted((a, b) => a - b))
    }))
  })
})

test('the dictionaries are whole', () => {
  expect(dictionaryLanguages().length).toBeGreaterThan(0)
  expect(wrongDictionaries()).toEqual([])
})
