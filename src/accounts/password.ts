import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** argon2id, 19 MiB, 2 passes: OWASP's first recommendation. Kept as "argon2id$salt$hash". */
const cost = { parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 }
const derive = promisify(argon2)

export const shortestPassword = 12

export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const hash = await derive('argon2id', { ...cost, message: Buffer.from(password.normalize('NFKC')), nonce })
  return `argon2id$${nonce.toString('base64url')}$${hash.toString('base64url')}`
}

/** Compares in constant time; without a kept password it works as long, and says no. */
export async function isPassword(password: string, kept: string | null | undefined): Promise<boolean> {
  const [, salt, hash] = (kept ?? `argon2id$${'A'.repeat(22)}$${'A'.repeat(43)}`).split('$')
  const given = await derive('argon2id', { ...cost, message: Buffer.from(password.normalize('NFKC')), nonce: Buffer.from(salt ?? '', 'base64url') })
  return timingSafeEqual(given, Buffer.from(hash ?? '', 'base64url')) && Boolean(kept)
}
