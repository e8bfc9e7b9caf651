import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Keys and seals. AES-256-GCM: nonce (12 bytes), tag (16), then the ciphertext. The `purpose` is bound to the seal,
 * so that a sealed thing moved elsewhere does not open.
 */
export type Key = Buffer

// Keys go to the cipher through createSecretKey: Node takes nine times as long to check a bare Buffer.

/** Seals any JSON value. */
export const seal = (key: Key, purpose: string, value: unknown): Buffer => sealBytes(key, purpose, Buffer.from(JSON.stringify(value)))

/** Opens what `seal` closed. @throws if the key, the purpose or a byte is not the same */
export const open = <T>(key: Key, purpose: string, sealed: Buffer): T => JSON.parse(openBytes(key, purpose, sealed).toString('utf8')) as T

/** Seals bytes as they are: a file. */
export function sealBytes(key: Key, purpose: string, bytes: Uint8Array): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce)
  cipher.setAAD(Buffer.from(purpose))
  const body = [cipher.update(bytes), cipher.final()]
  return Buffer.concat([nonce, cipher.getAuthTag(), ...body])
}

/** Opens what `sealBytes` closed. @throws if the key, the purpose or a byte is not the same */
export function openBytes(key: Key, purpose: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), sealed.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(purpose))
  decipher.setAuthTag(sealed.subarray(12, 28))
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()])
}

/** Like `open`, for what comes from outside: undefined where it does not open. */
export function tryOpen<T>(key: Key, purpose: string, sealed: string | undefined): T | undefined {
  if (!sealed) return undefined
  try {
    return open<T>(key, purpose, Buffer.from(sealed, 'base64url'))
  } catch {
    return undefined
  }
}

/** A key of its own for each purpose, from one master key or one token. */
export function derive(from: Key, purpose: string): Key {
  const made = derived.get(from) ?? new Map<string, Key>()
  derived.set(from, made)
  const key = made.get(purpose) ?? createHmac('sha256', createSecretKey(from)).update(`approdo ${purpose}`).digest()
  made.set(purpose, key)
  return key
}

/** The master key's are asked for at every page; those of a token go with it. */
const derived = new WeakMap<Key, Map<string, Key>>()

export const newKey = (): Key => randomBytes(32)
export const newToken = (): string => randomBytes(32).toString('base64url')
export const fingerprint = (token: string | Uint8Array): string => createHash('sha256').update(token).digest('hex')
export const mac = (key: Key, words: string): string => createHmac('sha256', createSecretKey(key)).update(words).digest('hex')

/** Compares in constant time. */
export const same = (a: string, b: string): boolean => timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())

/** Letters and digits that are not mistaken for one another when copied by hand: no I, L, O, U, 0, 1. */
const alphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'

/** A code of twelve signs in groups of four, about 58 bits, the same for the same bytes. */
export function spokenCode(bytes: Buffer): string {
  const signs = [...bytes.subarray(0, 12)].map((byte, i) => alphabet[(byte * 256 + (bytes[12 + i] ?? 0)) % alphabet.length])
  return signs.join('').replace(/(.{4})(?=.)/g, '$1-')
}

/** What a person typed, as the code was given: capitals, no spaces or hyphens. */
export const tidyCode = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
