/** Months and days of the holidays that never move (L. 260/1949). */
const fixed = ['01-01', '01-06', '04-25', '05-01', '06-02', '08-15', '11-01', '12-08', '12-25', '12-26']
/** L. 151/2025 made Saint Francis a holiday again from 2026. */
const saintFrancis = { from: 2026, day: '10-04' }

/**
 * The national holidays of Italy in a year, as ISO dates in order: the fixed ones, Easter and Easter Monday.
 * The patron saint of a comune is local: the caller adds it.
 */
export function nationalHolidays(year: number): string[] {
  const days = year < saintFrancis.from ? fixed : [...fixed, saintFrancis.day]
  const moving = [easter(year), addDays(easter(year), 1)]
  return [...days.map((day) => `${String(year).padStart(4, '0')}-${day}`), ...moving].sort()
}

/** The date of Easter of the Gregorian calendar (anonymous algorithm, Nature 1876), as an ISO date. */
export function easter(year: number): string {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const shift = (century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 19 * golden + 15) % 30
  const late = Math.floor(shift / 28)
  const moon = shift - late * (1 - Math.floor(29 / (shift + 1)) * Math.floor((21 - golden) / 11))
  const weekday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % 7
  return addDays(`${String(year).padStart(4, '0')}-03-28`, moon - weekday)
}

/** Moves an ISO date by whole days. Dates without a clock: no time zone can shift them. */
export function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`)
  moved.setUTCDate(moved.getUTCDate() + days)
  return moved.toISOString().slice(0, 10)
}
