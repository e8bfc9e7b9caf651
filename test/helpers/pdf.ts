/** A PDF as a reader takes it: its words in order, its tags, what it says of itself. */
export async function readPdf(bytes: Buffer) {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const pages = await Promise.all(Array.from({ length: pdf.numPages }, async (_, i) => {
    const page = await pdf.getPage(i + 1)
    const { items } = await page.getTextContent()
    return { words: items.map((item) => ('str' in item ? item.str : '')).join(' '), tags: JSON.stringify(await page.getStructTree()) }
  }))
  const { info } = await pdf.getMetadata()
  return { pages: pages.length, words: pages.map(({ words }) => words).join(' ').replace(/\s+/g, ' '), tags: pages.map(({ tags }) => tags).join(''), info: info as Record<string, unknown>, marked: await pdf.getMarkInfo() }
}
