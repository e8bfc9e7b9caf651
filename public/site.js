// Small helps for who has script. Without it every page still works.
(() => {
  const say = (words) => {
    const live = document.getElementById('annuncio')
    if (live && words) live.textContent = words
  }

  /** Shows what only script can do, in a page or in a piece just swapped in. */
  const prepare = () => {
    document.querySelectorAll('[data-print]').forEach((button) => { button.hidden = false })
    document.querySelectorAll('[data-limit]').forEach(count)
  }

  const count = (field) => {
    const counter = document.getElementById(`${field.id}-conta`)
    if (!counter) return
    const left = field.dataset.limit - [...field.value].length
    counter.querySelector('span').textContent = left
    counter.classList.toggle('counter-over', left < 0)
  }

  /** After a turn: to the new question, or back to the button that was pressed. */
  const arrive = (kept) => {
    const keep = kept && document.getElementById(kept)
    const goal = keep || document.querySelector('#conversazione [data-focus]')
    if (!goal) return
    if (!goal.matches('a, button, input')) goal.tabIndex = -1
    goal.focus({ preventScroll: Boolean(!keep) })
    if (!keep) goal.scrollIntoView({ block: 'start' })
    say(goal.dataset.announce)
  }

  const trouble = (words) => {
    const box = document.getElementById('guasto')
    if (!box) return
    box.hidden = !words
    box.textContent = words ? box.dataset.words : ''
  }

  let pressed
  document.addEventListener('htmx:before:request', (event) => { pressed = event.detail.ctx.sourceElement?.dataset.keep })
  document.addEventListener('htmx:after:swap', () => { trouble(false); prepare(); arrive(pressed) })
  document.addEventListener('htmx:error', () => trouble(true))
  document.addEventListener('htmx:response:error', (event) => { if (event.detail.ctx.response.status >= 500) trouble(true) })
  document.addEventListener('input', ({ target }) => { if (target.matches('[data-limit]')) count(target) })
  document.addEventListener('click', ({ target }) => { if (target.closest('[data-print]')) window.print() })
  prepare()
  // A form that came back with problems: to the list of them, as after a turn.
  document.getElementById('problemi')?.focus()
})()
