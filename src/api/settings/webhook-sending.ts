import type { WebhookState } from '../../domain/settings/webhook.ts'
import { cutTo } from '../../domain/values/text.ts'
import { type Answer, post } from '../../platform/outside/post.ts'
import { type SecretParts, sharedSecrets } from '../../platform/outside/secrets.ts'
import { signed } from '../../platform/outside/signature.ts'
import type { Attempt, Cause, Delivery, WebhookStore } from '../../platform/outside/webhook-store.ts'
import type { Clock } from '../../platform/process/clock.ts'
import { derivedId, newId } from '../../platform/process/ids.ts'
import type { Located } from '../../projections/event-index.ts'
import type { Told } from './webhook-message.ts'

export interface WebhookSendingParts extends SecretParts {
  clock: Clock
  webhooks: WebhookStore
  /** Whether addresses of one's own network are called too. */
  privateWebhooks: boolean
}

/** What came of a call. `gone`: it says itself that it wants no more (410). */
export interface Sent {
  is: 'delivered' | 'refused' | 'failed' | 'gone'
  attempt: Attempt
}

/** How much of an answer is kept, in characters. */
const keptAnswer = 2_000
/** How long one call may take, in ms: those who are told wait for each other. */
const patience = 15_000
/** What is said again may be taken another time: too early, too much, and whatever is wrong over there. */
const passing = new Set([408, 425, 429])

/** The secrets by which a webhook is signed at an instant, the newest first. */
export function webhookSecrets(parts: SecretParts) {
  const secretOf = sharedSecrets(parts, 'webhook')
  return (id: string, { secretNumber, olderUntil }: WebhookState, at: string): Promise<Buffer[]> => {
    const older = olderUntil !== null && olderUntil > at && secretNumber > 1 ? [secretNumber - 1] : []
    return Promise.all([secretNumber, ...older].map((number) => secretOf(`${id} secret ${number}`)))
  }
}

/** Sends one message and notes it, with exactly what was sent. */
export function webhookSending(parts: WebhookSendingParts) {
  const { clock, webhooks, privateWebhooks } = parts
  const secretsOf = webhookSecrets(parts)

  async function send(
    id: string,
    state: WebhookState,
    of: { cause: Cause; told: Told | TestMessage; deliveryId: string; place: Located | undefined },
  ): Promise<Sent> {
    const { cause, told, deliveryId, place } = of
    const body = JSON.stringify(told)
    const at = clock()
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Hindsight-Webhooks/1',
      ...signed(await secretsOf(id, state, at), { id: deliveryId, at, body }),
    }
    const begun = performance.now()
    const outcome = await answered(() =>
      post(state.url, { headers, body, within: patience, reach: privateWebhooks ? 'anywhere' : 'world' }),
    )
    const attempt = { at, ms: Math.round(performance.now() - begun), cause, headers, body, ...outcome.said }
    const delivery: Omit<Delivery, 'attempts' | 'firstAt' | 'lastAt'> | undefined = place && {
      id: deliveryId,
      eventId: place.id,
      position: place.position,
      type: place.type,
      recordId: place.aggregateId,
      state: outcome.is === 'delivered' ? 'delivered' : 'failing',
    }
    await webhooks.note(id, delivery, { ...attempt, deliveryId, recordId: place?.aggregateId ?? null })
    return { is: outcome.is, attempt: { ...attempt, n: 0 } }
  }

  return {
    /** Under the same id each time, so that who is told twice knows. */
    event: (id: string, state: WebhookState, told: Told, place: Located, cause: Cause = 'event') =>
      send(id, state, { cause, told, place, deliveryId: deliveryIdOf(id, place.id) }),
    test: (id: string, state: WebhookState) =>
      send(id, state, {
        cause: 'test',
        told: { type: 'webhook.test', timestamp: clock(), data: { webhookId: id, name: state.name } },
        place: undefined,
        deliveryId: newId(),
      }),
  }
}

interface TestMessage {
  type: 'webhook.test'
  timestamp: string
  data: { webhookId: string; name: string }
}

export const deliveryIdOf = (webhookId: string, eventId: string): string =>
  derivedId('webhook', webhookId, eventId)

async function answered(
  call: () => Promise<Answer>,
): Promise<{ is: Sent['is']; said: Pick<Attempt, 'status' | 'error' | 'answer'> }> {
  try {
    const { status, body } = await call()
    const answer = cutTo(body, keptAnswer).replaceAll('\0', '')
    if (status >= 200 && status < 300) return { is: 'delivered', said: { status, answer, error: null } }
    const said = { status, answer, error: `It was answered with ${status}.` }
    if (status === 410) return { is: 'gone', said }
    const isFinal = status >= 300 && status < 500 && !passing.has(status)
    return { is: isFinal ? 'refused' : 'failed', said }
  } catch (error) {
    const { message, name, code } = error as Error & { code?: string }
    const why = message || code || name
    return {
      is: 'failed',
      said: {
        status: null,
        answer: null,
        error: cutTo(why.replaceAll(/[\p{C}\s]+/gu, ' ').trim(), 290),
      },
    }
  }
}
