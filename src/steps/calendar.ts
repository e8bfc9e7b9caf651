/** Something with a day, and a time if it has one (HH:MM on the clock of Italy). */
export type Entry = { uid: string; summary: string; day: string; from?: string; minutes?: number; place?: string; meeting?: Meeting }
/**
 * Of what was agreed with somebody: the how-manieth change of it this is, so that it takes the place of the one before; whether it was called
 * off; who says so, as an address that is no person's (RFC 5546, 3.2.1 and 3.2.5).
 */
export type Meeting = { sequence: number; cancelled: boolean; organizer: { name: string; href: string } }

/** A calendar file (RFC 5545). Words are neutral: who looks over a shoulder reads nothing of a need. @param now ISO instant */
export function calendarOf(entries: Entry[], now: string): string {
  const [meeting] = entries.flatMap((entry) => entry.meeting ?? [])
  const method = meeting ? [`METHOD:${meeting.cancelled ? 'CANCEL' : 'PUBLISH'}`] : []
  const zone = entries.some(({ from }) => from) ? italy : []
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Approdo//IT', 'CALSCALE:GREGORIAN', ...method, ...zone, ...entries.flatMap((entry) => eventOf(entry, now)), 'END:VCALENDAR']
  return lines.map(fold).join('\r\n') + '\r\n'
}

/** The clock of Italy, which a file that names it has to hold (RFC 5545, 3.6.5): the clocks move on the last Sundays of March and October (directive 2000/84/EC). */
const italy = [
  'BEGIN:VTIMEZONE', 'TZID:Europe/Rome',
  'BEGIN:DAYLIGHT', 'DTSTART:19810329T020000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'TZNAME:CEST', 'END:DAYLIGHT',
  'BEGIN:STANDARD', 'DTSTART:19961027T030000', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'TZNAME:CET', 'END:STANDARD',
  'END:VTIMEZONE',
]

const meetingLines = ({ sequence, cancelled, organizer }: Meeting): string[] =>
  [`SEQUENCE:${sequence}`, `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`, `ORGANIZER;CN="${organizer.name.replaceAll(/["\p{Cc}]/gu, '')}":${organizer.href}`]

function eventOf({ uid, summary, day, from, minutes, place, meeting }: Entry, now: string): string[] {
  const date = day.replaceAll('-', '')
  return [
    'BEGIN:VEVENT', `UID:${uid}`, ...(meeting ? meetingLines(meeting) : []), `DTSTAMP:${now.replace(/\.\d+/, '').replaceAll(/[-:]/g, '')}`,
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
