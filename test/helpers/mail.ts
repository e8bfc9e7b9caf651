import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

/** A letter as it came over the wire, and read. `to`: who it was handed in for. */
export type Arrived = { to: string[]; from: string; raw: string; read: Email }
export type Post = { url: string; arrived: Arrived[]; refusing: 'nobody' | 'recipient' | 'letter'; tried: number; whileTaking: () => unknown; close(): Promise<void> }

/** A mail server on a free port of this machine, for one test. `refusing` makes it say no, as servers do: with the address in its words. */
export async function postOffice(): Promise<Post> {
  const post: Post = { url: '', arrived: [], refusing: 'nobody', tried: 0, whileTaking: () => undefined, close: () => new Promise((done) => server.close(() => done())) }
  const no = (words: string) => Object.assign(new Error(words), { responseCode: 550 })
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true,
    onRcptTo({ address }, _session, answer) {
      post.tried += 1
      answer(post.refusing === 'recipient' ? no(`<${address}> does not live here`) : null)
    },
    onData(stream, { envelope }, answer) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk))
      stream.on('end', () => void take(Buffer.concat(chunks)).then(() => answer(post.refusing === 'letter' ? no('no more letters today') : null)))
      async function take(bytes: Buffer) {
        await post.whileTaking()
        if (post.refusing === 'letter') return
        post.arrived.push({ to: envelope.rcptTo.map(({ address }) => address), from: envelope.mailFrom ? envelope.mailFrom.address : '', raw: bytes.toString('utf8'), read: await PostalMime.parse(bytes) })
      }
    },
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.server.address()
  post.url = `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  onTestFinished(() => post.close())
  return post
}
