/**
 * Is it one e-mail address, and nothing else? Stricter than the standard on purpose: no spaces, no line breaks, no signs that
 * mail programs read as a second recipient or as another line of the letter. Signs of other alphabets: few servers deliver to them.
 */
export const isAddress = (typed: string): boolean => typed.length <= longest && pattern.test(typed)

/** RFC 5321, 4.5.3.1.3. */
const longest = 254
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
const pattern = new RegExp(`^[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*@(?:${label}\\.)+(?!\\d+$)${label}$`)

/** Who a letter comes from. */
export type Sender = { name: string; address: string }

/** Reads "Name <address>" or an address alone; undefined where it is neither. */
export function readSender(words: string): Sender | undefined {
  const [, name = '', inner] = /^([^<>"\p{Cc}]*)<([^<>]+)>$/u.exec(words.trim()) ?? []
  const sender = { name: name.trim(), address: (inner ?? words).trim() }
  return isAddress(sender.address) ? sender : undefined
}
