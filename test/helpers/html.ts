import { HtmlValidate } from 'html-validate'

/** The rules of HTML and of accessible HTML. What is only a matter of style is left out. */
const checker = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    'doctype-style': 'off',
    'void-style': 'off',
    // Boxes of one group share a name, as radio buttons do.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }],
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    // A table that a style sheet lays out as cards loses its meaning unless the roles say it.
    'no-redundant-role': 'off',
    // Phone numbers stand in a <bdi>: their spaces may break nowhere, by style sheet.
    'tel-non-breaking': 'off',
  },
})

/** The faults of a page, one line each: none is what a test expects. */
export async function htmlFaults(html: string): Promise<string[]> {
  const { results } = await checker.validateString(html)
  return results.flatMap(({ messages }) => messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`))
}
