import { readability, type Readability } from '../../src/content/readability.ts'

/** Inside these nobody reads sentences: names to choose from, drawings, data for machines. */
const silent = /<(script|svg|select)\b[\s\S]*?<\/\1>/g
const block = /<\/?(?:p|li|h[1-6]|dt|dd|div|section|article|form|ul|ol|dl|nav|header|legend|label|summary|details|fieldset|address|button|td|th|tr|br|figure|figcaption|caption|a class="(?:link|btn)[^>]*)[^>]*>/g
const signs: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

/** How easy a page reads as it is sent (Gulpease, domain.md 4.7): everything between header and footer. */
export function easeOf(html: string): Readability {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? ''
  const blocks = main.replace(silent, ' ').replace(block, '\n').replace(/<[^>]+>/g, ' ').replace(/&[a-z#0-9]+;/g, (sign) => signs[sign] ?? ' ').split('\n')
  return readability(blocks.map((words) => words.replace(/\s+/g, ' ').trim()).filter(Boolean))
}
