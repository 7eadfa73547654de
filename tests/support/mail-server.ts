import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A letter as it arrived: its headers by their names in lower case, and everything as it was sent. */
export interface Received {
  to: string
  headers: Readonly<Record<string, string>>
  raw: string
}

export interface MailServer {
  url: string
  letters: readonly Received[]
  /** How often somebody wanted to send a letter. */
  tries(): number
  /** What it answers to each recipient from now on; undefined: it takes the letter. */
  answer(how: ((to: string) => string | undefined) | undefined): void
  /** Keeps the next letters, so many of them, and does not say so: whoever sent one cannot know. */
  keepSilently(count: number): void
  close(): Promise<void>
}

/** A mail server on this machine, which keeps what it is given; plain and open to all unless told otherwise. */
export async function mailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const letters: Received[] = []
  let tries = 0
  let silent = 0
  let answered: ((to: string) => string | undefined) | undefined
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    ...options,
    onRcptTo({ address }, _, done) {
      tries++
      const said = answered?.(address)
      if (said === undefined) return done()
      done(Object.assign(new Error(said.slice(4)), { responseCode: Number(said.slice(0, 3)) }))
    },
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString()
        letters.push({ to: envelope.rcptTo[0]?.address ?? '', headers: headersOf(raw), raw })
        if (silent-- <= 0) return done()
        done(Object.assign(new Error('4.3.0 Try again later'), { responseCode: 451 }))
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    letters,
    tries: () => tries,
    answer(how) {
      answered = how
    },
    keepSilently(count) {
      silent = count
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function headersOf(raw: string): Record<string, string> {
  const [head = ''] = raw.split('\r\n\r\n', 1)
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  return Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      inWords(line.slice(line.indexOf(':') + 2)),
    ]),
  )
}

/** Encoded words (RFC 2047) as what they say. */
function inWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?q\?(.*?)\?=/gi, (_, text: string) =>
      decodeURIComponent(text.replaceAll('_', ' ').replaceAll('%', '%25').replaceAll('=', '%')),
    )
}
