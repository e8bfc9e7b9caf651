import { taggedPdf, type Pen } from '../receipt/document.ts'
import type { Voice } from '../templates.ts'
import type { DeskView } from '../territory/desks.ts'
import type { Service } from './fields.ts'
import type { Link } from './link.ts'

export type Letter = { service: Service; number: string; authority: string; desk: DeskView | undefined; link: Link; address: string; offeredAt: string; expiresAt: string; voice: Voice }

/**
 * The letter to a service without an account, as a tagged PDF/UA: the address as a QR, and the PIN, which stands nowhere else.
 * Neither the person nor the need is in it, for letters are opened by whoever is at the desk that day. @returns the bytes
 */
export const letterPdf = (letter: Letter): Promise<Buffer> =>
  taggedPdf({ title: letter.voice.t('referrals.letter.title'), at: new Date(letter.offeredAt), voice: letter.voice }, (pen) => write(pen, letter))

function write(pen: Pen, { service, number, authority, desk, link, address, offeredAt, expiresAt, voice }: Letter): void {
  const { t, text, day } = voice
  const say = (words: string) => pen.put('P', words, { size: 11 })
  say(authority)
  if (desk) say([desk.name, desk.address, desk.comune].filter(Boolean).join(', '))
  pen.space(0.6)
  say(`${t('referrals.letter.to')} ${text(service.name)}`)
  say(day(offeredAt))
  pen.space(0.6)
  pen.put('H1', t('referrals.letter.title'), { size: 20, strong: true, gap: 6 })
  pen.put('P', t('referrals.letter.number', { number }), { size: 14, strong: true, gap: 6 })
  say(t('referrals.letter.words'))
  pen.put('H2', t('referrals.letter.how'), { size: 14, strong: true })
  pen.list([t('referrals.letter.step_open', { day: day(expiresAt) }), t('referrals.letter.step_pin'), t('referrals.letter.step_answer')])
  pen.space(0.4)
  pen.qr(address, t('referrals.letter.qr', { address }))
  pen.put('P', address, { size: 9 })
  pen.put('P', t('referrals.letter.pin', { pin: link.pin }), { size: 18, strong: true, gap: 6 })
  pen.put('H2', t('referrals.letter.else'), { size: 14, strong: true })
  say(t('referrals.letter.call', { phone: desk?.phone ?? '' }))
  say(t('referrals.letter.secret'))
}
