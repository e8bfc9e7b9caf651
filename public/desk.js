// The staff wing: keys that move through a list, and a quiet word when others changed something. Without it a reload does the same.
(() => {
  const rows = [...document.querySelectorAll('[data-row]')]
  const keys = document.getElementById('tasti')
  const linkIn = (row) => row?.querySelector('a[href]')

  /** One row down or up, from the one that has the focus. */
  const move = (by) => {
    const at = rows.findIndex((row) => row.contains(document.activeElement))
    const goal = linkIn(rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))])
    goal?.focus()
    goal?.scrollIntoView({ block: 'nearest' })
  }
  const showKeys = () => { if (!keys.open) keys.showModal() }
  const deeds = {
    j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1),
    '/': () => document.querySelector('[data-search]')?.focus(), '?': showKeys,
  }
  const inRows = () => rows.some((row) => row.contains(document.activeElement))

  document.addEventListener('keydown', (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event
    if (!keys || keys.open || ctrlKey || metaKey || altKey || target.closest('input, select, textarea, [contenteditable]')) return
    // Arrows scroll the page, until the focus is in the list.
    if (!Object.hasOwn(deeds, key) || (key.startsWith('Arrow') && !inRows())) return
    event.preventDefault()
    deeds[key]()
  })
  document.querySelectorAll('[data-keys]').forEach((hint) => { hint.hidden = false })
  document.addEventListener('click', ({ target }) => { if (target.closest('[data-open-keys]')) showKeys() })

  /** News: the stream is open only while somebody looks; what happened meanwhile is told when they come back. */
  const box = document.querySelector('[data-news]')
  if (!box || !window.EventSource) return
  let stream
  const say = (words) => {
    if (words) box.querySelector('span').textContent = words
    box.hidden = false
    const live = document.getElementById('annuncio')
    if (live) live.textContent = box.textContent.trim()
  }
  const listen = () => {
    stream?.close()
    stream = undefined
    if (document.hidden) return
    stream = new EventSource(box.dataset.news)
    stream.addEventListener('novita', ({ data }) => {
      for (const [code, count] of Object.entries(JSON.parse(data).counts)) {
        const place = document.querySelector(`[data-count="${code}"]`)
        if (place) place.textContent = count
      }
      say()
    })
    stream.addEventListener('fine', () => { stream.close(); say(box.dataset.ended) })
  }
  document.addEventListener('visibilitychange', listen)
  addEventListener('pagehide', () => stream?.close())
  listen()
})()
