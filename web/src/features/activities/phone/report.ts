import { send } from '../../../api/client.ts'
import { Problem } from '../../../api/problem.ts'
import { failed } from '../../../ui/notices.ts'

/** Said again after so long, in ms, while the server cannot be reached: a call goes on without it. */
const againAfter = 3_000

/** What happens to one call, told to the server in its order, each thing once. */
export interface Report {
  /** The id of the call here, once it is noted; rejected where it was refused. */
  readonly id: Promise<string>
  /** Whether it was carried out. */
  tell(verb: string, body?: object): Promise<boolean>
}

/** Begins with `start`, by a key that is made of the SIP Call-ID: however often it is told, it is one call. */
export function reportOf(callId: string, start: () => object): Report {
  const key = keyOf(callId)
  const id = key.then(async (of) => (await untilHeard('/phone-calls', start(), of)).id)
  let last: Promise<unknown> = id
  let count = 0
  const tell = async (verb: string, body: object = {}) => {
    const number = ++count
    const before = last
    const told = (async () => {
      await before.catch(() => undefined)
      try {
        const [of, call] = [await key, await id]
        await untilHeard(`/phone-calls/${call}/${verb}`, body, `${of}-${number}`)
        return true
      } catch (error) {
        // Why it was not noted at all was said once.
        if (await id.then(Boolean, () => false)) failed('This was not noted of the call', error)
        return false
      }
    })()
    last = told
    return told
  }
  return { id, tell }
}

async function untilHeard(path: string, body: object, key: string) {
  for (;;) {
    try {
      return await send({ method: 'POST', path, body, key })
    } catch (error) {
      if (!(error instanceof Problem) || (error.status > 0 && error.status < 500)) throw error
      await new Promise((resolve) => window.setTimeout(resolve, againAfter))
    }
  }
}

/** A Call-ID may be of any length and signs; its hash fits in a header. */
async function keyOf(callId: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(callId))
  return `sip-${Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
