export const languages = ['it', 'en', 'fr', 'es', 'ro', 'sq', 'ar', 'uk'] as const
export type Language = (typeof languages)[number]

/** Which way a language is written. */
export const directionOf = (lang: string): 'ltr' | 'rtl' => (lang === 'ar' ? 'rtl' : 'ltr')

/** A text of the content: Italian always, other languages where they exist. */
export type Text = { it: string } & Partial<Record<Language, string>>

/** The words of a text in a language; Italian where there is no translation. */
export const inLanguage = (text: Text, language: Language): string => text[language] ?? text.it

/** A text with {name} replaced, language by language. */
export const fillText = (text: Text, name: string, value: Text): Text =>
  Object.fromEntries(Object.entries(text).map(([lang, words]) => [lang, words.replace(`{${name}}`, inLanguage(value, lang as Language))])) as Text
