/** A text as it is handed in. */
export interface OutgoingText {
  /** A number with its country and `+`, or a short code. */
  from: string
  /** E.164. */
  to: string
  body: string
}

/**
 * What came of handing it in. `doubt`: the gateway had it, or some of its parts, and did not say what became of the rest.
 * `messageIds`: as it calls each part, in their order.
 */
export type HandedText =
  | { is: 'sent'; messageIds: readonly string[] }
  | { is: 'deferred'; reason: string }
  | { is: 'refused'; reason: string }
  | { is: 'doubt'; reason: string }

/** A text that came, as its gateway tells it. */
export interface CameText {
  from: string
  to: string
  text: string
}

/** What a gateway says of a text that it took: on its way still (`accepted`), arrived, or not to arrive any more. */
export interface ToldReceipt {
  messageId: string
  is: 'accepted' | 'delivered' | 'undelivered'
  /** As it says it: `DELIVRD`, `EXPIRED`. */
  reason: string
}

/** A gateway that could not be reached, or would not have us. */
export class GatewayFailed extends Error {
  override name = 'GatewayFailed'
}

/** What is told of a fault names nobody's number, and no password. */
export function toldOf(error: unknown, hidden: readonly string[]): string {
  const { message = String(error) } = error as { message?: string }
  const told = hidden.reduce((text, one) => (one === '' ? text : text.replaceAll(one, '…')), message)
  return (
    told
      .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .trim()
      .slice(0, 300) || 'It could not be handed in.'
  )
}
