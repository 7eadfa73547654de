import type { Execute } from '../../commands/execute.ts'
import { type Letter, type Mailer, MailRefused } from '../../platform/people/mail.ts'
import type { Effect, SendRequest } from '../../sagas/outbox.ts'

export interface LetterParts {
  execute: Execute
  mailer: Mailer | undefined
  /** Where links lead. */
  publicUrl: string | undefined
}

/** A letter before it has its id, and what is noted once the server has taken it. */
export interface Written extends Omit<Letter, 'id'> {
  noted?: object
}

/** What is noted of a letter that is not to be sent. */
export interface Unsent {
  unsent: object
}

/**
 * Sends a letter for each request and notes it by the request's own command. Cut off before that is noted it is sent again, under
 * the same Message-ID. `write` has the address of a path of ours; what it leaves unwritten is not sent, and nothing is noted.
 * `refused` says what becomes of a letter that the server will never take. Undefined: no mail goes out of here.
 */
export function letterStep(
  { execute, mailer, publicUrl }: LetterParts,
  write: (request: SendRequest, addressOf: (path: string) => string) => Promise<Written | Unsent | undefined>,
  refused: (request: SendRequest, error: MailRefused) => ReturnType<Execute>,
): Effect | undefined {
  if (!mailer || publicUrl === undefined) return undefined
  const addressOf = (path: string) => new URL(path, publicUrl).href
  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const written = await write(request, addressOf)
    if (!written) return { events: [] }
    if ('unsent' in written) return execute({ ...request, body: written.unsent })
    const { noted = {}, ...letter } = written
    try {
      await mailer?.send({ id: request.commandId, ...letter })
    } catch (error) {
      if (error instanceof MailRefused) return refused(request, error)
      throw error
    }
    return execute({ ...request, body: noted })
  }
  return (requests) => Promise.all(requests.map(step))
}
