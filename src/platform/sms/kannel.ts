import { isUnsent, post } from '../outside/post.ts'
import { type HandedText, type OutgoingText, toldOf } from './gateway.ts'
import { countedSms } from './parts.ts'

/** A gateway that takes texts by HTTP as Kannel's `sendsms` does (its user's guide, chapter 6). */
export interface KannelAccess {
  url: string
  login: string
  password: string
}

/**
 * Hands a text in by a POST, so that the password stands in no address. Receipts are told at `receiptUrl`, where that is said. What
 * goes wrong is told, and not thrown.
 */
export async function sendByKannel(
  { url, login, password }: KannelAccess,
  { from, to, body }: OutgoingText,
  receiptUrl: string | undefined,
): Promise<HandedText> {
  const { alphabet } = countedSms(body)
  try {
    const answer = await post(url, {
      headers: {
        'content-type': 'text/plain; charset=UTF-8',
        'x-kannel-username': login,
        'x-kannel-password': password,
        'x-kannel-from': from,
        'x-kannel-to': to,
        'x-kannel-coding': alphabet === 'gsm' ? '0' : '2',
        ...(receiptUrl !== undefined && {
          // Delivered, and not delivered: 1 and 2. That it was queued says nothing new.
          'x-kannel-dlr-mask': '3',
          'x-kannel-dlr-url': receiptUrl,
        }),
      },
      body,
    })
    const said = toldOf({ message: answer.body }, [password, to, to.replace('+', '')])
    if (answer.status === 202 || answer.status === 200) return { is: 'sent', messageIds: [] }
    const reason = `The gateway said ${answer.status}: ${said}`.slice(0, 400)
    // What it says of a login may be put right; a fault between it and us says nothing of what became of the text.
    if (answer.status === 502 || answer.status === 504) return { is: 'doubt', reason }
    const isPassing = [401, 403, 408, 429, 503].includes(answer.status)
    return { is: isPassing ? 'deferred' : 'refused', reason }
  } catch (error) {
    const reason = toldOf(error, [password])
    return { is: isUnsent(error) ? 'deferred' : 'doubt', reason }
  }
}
