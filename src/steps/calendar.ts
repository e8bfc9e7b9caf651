/** Something with a day, and a time if it has one (HH:MM on the clock of Italy). */
export type Entry = { uid: string; summary: string; day: string; from?: string; minutes?: number; place?: string; sequence?: number }

/** A calendar file (RFC 5545). Words are neutral: who looks over a shoulder reads nothing of a need. @param now ISO instant */
export function calendarOf(entries: Entry[], now: string): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Approdo//IT', 'CALSCALE:GREGORIAN', ...entries.flatMap((entry) => eventOf(entry, now)), 'END:VCALENDAR']
  return lines.map(fold).join('\r\n') + '\r\n'
}

function eventOf({ uid, summary, day, from, minutes, place, sequence }: Entry, now: string): string[] {
  const date = day.replaceAll('-', '')
  return [
    'BEGIN:VEVENT', `UID:${uid}`, ...(sequence ? [`SEQUENCE:${sequence}`] : []), `DTSTAMP:${now.replace(/\.\d+/, '').replaceAll(/[-:]/g, '')}`,
    from ? `DTSTART;TZID=Europe/Rome:${date}T${from.replace(':', '')}00` : `DTSTART;VALUE=DATE:${date}`,
    ...(minutes ? [`DURATION:PT${minutes}M`] : []), `SUMMARY:${escaped(summary)}`, ...(place ? [`LOCATION:${escaped(place)}`] : []), 'END:VEVENT',
  ]
}

/** A line break of any kind would begin another line of the file, and with it whatever somebody typed after it. */
const escaped = (words: string) => words.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/g, '\\n').replaceAll(/\p{Cc}/gu, ' ')

/** Lines are at most 75 bytes; what goes on begins with a space. */
function fold(line: string): string {
  const parts: string[] = []
  let part = ''
  for (const sign of line) {
    if (Buffer.byteLength(part + sign) > 73) {
      parts.push(part)
      part = ''
    }
    part += sign
  }
  return [...parts, part].join('\r\n ')
}
