/** Dates are ISO strings YYYY-MM-DD; today is always given, never read. */

/** Is it a day of the calendar, between 1900 and 2100? */
export function isRealDate(iso: string): boolean {
  const [year, month, day] = iso.split('-').map(Number)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso) || year === undefined || month === undefined || day === undefined) return false
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1900 && year <= 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** Whole years from a birth date to today. */
export function age(birth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4))
  return today.slice(5) < birth.slice(5) ? years - 1 : years
}

/** The age bands of orientation (domain.md 3.1). */
export function ageBand(birth: string, today: string): '<18' | '18-29' | '30-64' | '65+' {
  const years = age(birth, today)
  if (years < 18) return '<18'
  if (years < 30) return '18-29'
  return years < 65 ? '30-64' : '65+'
}
