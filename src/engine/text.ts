export const languages = ['it', 'en', 'fr', 'es', 'ro', 'sq', 'ar', 'uk'] as const
export type Language = (typeof languages)[number]

/** A text of the content: Italian always, other languages where they exist. */
export type Text = { it: string } & Partial<Record<Language, string>>

/** The words of a text in a language; Italian where there is no translation. */
export const inLanguage = (text: Text, language: Language): string => text[language] ?? text.it
