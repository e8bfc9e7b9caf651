// A screen that many people use: when nobody touches it for a while, it asks, and then forgets (WCAG 2.2.1: as often as one likes).
(() => {
  const box = document.getElementById('pausa')
  const done = document.querySelector('.kiosk-done')
  if (!box?.showModal || !done) return
  const [idle, grace] = [Number(box.dataset.idle), Number(box.dataset.grace)]
  const left = box.querySelector('[data-left]')
  let waiting
  let counting

  const wait = () => {
    clearTimeout(waiting)
    if (!box.open) waiting = setTimeout(ask, idle * 1000)
  }
  const isEmpty = () => 'untouched' in box.dataset && ![...document.querySelectorAll('input[type=text], textarea')].some(({ value }) => value)
  const ask = () => {
    // On the first screen, with nothing chosen and nothing typed, there is nobody.
    if (isEmpty()) return
    let seconds = grace
    left.textContent = seconds
    box.showModal()
    counting = setInterval(() => {
      seconds -= 1
      left.textContent = Math.max(seconds, 0)
      if (seconds > 0) return
      clearInterval(counting)
      done.requestSubmit()
    }, 1000)
  }

  box.addEventListener('close', () => { clearInterval(counting); wait() })
  box.querySelector('[data-stay]').addEventListener('click', () => box.close())
  for (const sign of ['pointerdown', 'keydown', 'input', 'scroll', 'wheel']) document.addEventListener(sign, wait, { passive: true, capture: true })
  // A page that the browser had put aside is asked for again: it may be of who was here before.
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload() })
  wait()
})()
