import { setTimeout as sleep } from 'node:timers/promises'
import type { Dice } from '../../src/demo/dice.ts'
import { patience } from '../support/patience.ts'

/** A command that was answered with success, as it was asked and as it was answered. */
export interface Acknowledged {
  key: string
  id: string
  revision: number
  position: string
  events: readonly string[]
}

/** What the clients have been told. It must all be true of the log in the end, and there must be nothing else in it. */
export interface Told {
  acknowledged: Acknowledged[]
  /** Leads whose conversion was taken on. */
  converting: string[]
  /** Those of them of which undoing it was taken on. */
  undone: string[]
  /** Quotes that were accepted, with their deals. */
  accepted: { quote: string; deal: string }[]
  /** Tickets whose first answer is overdue from the start. */
  overdue: string[]
  /** Product codes that two clients wanted at once. */
  contested: string[]
  /** How often a client sent a request again because it got no answer. */
  retries: number
}

export interface Load {
  told: Told
  /** What a client found wrong; the others stop then. */
  failure(): unknown
  /** Lets every client finish what it has begun. @throws what a client found wrong. */
  stop(): Promise<void>
  /** Lets no client try again. */
  abandon(): void
}

interface Answer {
  status: number
  body: { id: string; revision: number; position: string; events: string[]; repeated: boolean; type?: string }
}

export type Send = (
  path: string,
  body: unknown,
  more?: { key?: string; occurredAt?: string },
) => Promise<Answer>

/** How long a request may go without an answer before something is broken rather than restarting. */
const longest = 2 * patience

/** Clients that work without pause, and send what is not answered again under the same key until it is. */
export function startLoad(options: {
  url: () => string
  token: string
  /** Whom everything belongs to. */
  user: string
  dice: Dice
  clients: number
  /** Of the stages a deal passes through. */
  stages: readonly string[]
}): Load {
  const { url, token, user, dice, stages } = options
  const told: Told = {
    acknowledged: [],
    converting: [],
    undone: [],
    accepted: [],
    overdue: [],
    contested: [],
    retries: 0,
  }
  let stopping = false
  let abandoned = false
  let keys = 0
  const nextKey = () => `load-${++keys}`

  /** Asks until there is an answer that will not change. */
  const ask = (path: string, body: unknown, key: string, occurredAt: string | undefined): Promise<Answer> =>
    untilAnswered(path, async () => {
      const reply = await fetch(`${url()}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          'idempotency-key': key,
          ...(occurredAt && { 'x-occurred-at': occurredAt }),
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(patience / 2),
      })
      return { status: reply.status, body: (await reply.json()) as Answer['body'] }
    })

  async function untilAnswered<T extends Answer>(what: string, once: () => Promise<T>): Promise<T> {
    for (const until = performance.now() + longest; ; told.retries++) {
      try {
        const answer = await once()
        const passing = answer.status >= 500 || /\/(in-flight|contention)$/.test(answer.body.type ?? '')
        if (!passing) return answer
        if (abandoned || performance.now() > until) throw new Error(`${what} still ${answer.status}`)
      } catch (error) {
        if (abandoned || performance.now() > until) throw error
      }
      await sleep(dice.whole(10, 150))
    }
  }

  const send: Send = async (path, body, { key = nextKey(), occurredAt } = {}) => {
    const answer = await ask(path, body, key, occurredAt)
    const { id, revision, position, events, repeated } = answer.body
    if (answer.status >= 300) return answer
    told.acknowledged.push({ key, id, revision, position, events })
    if (dice.chance(0.1)) {
      const again = await ask(path, body, key, occurredAt)
      const same = { ...again.body, repeated }
      if (again.status >= 300 || !again.body.repeated || JSON.stringify(same) !== JSON.stringify(answer.body))
        throw new Error(`a repeat was answered ${JSON.stringify(again)} after ${JSON.stringify(answer)}`)
    }
    return answer
  }

  /** For what no rule forbids. */
  async function must(...[path, body, more]: Parameters<Send>): Promise<Answer['body']> {
    const answer = await send(path, body, more)
    if (answer.status >= 300) throw new Error(`${path} was refused: ${JSON.stringify(answer)}`)
    return answer.body
  }

  /** Refused as long as the conversion is not done; whoever does not wait so long leaves it. */
  async function undo(leadId: string): Promise<void> {
    for (let tries = 0; tries < 30; tries++) {
      const { status, body } = await send(`/api/leads/${leadId}/undo-conversion`, {})
      if (status < 300) {
        told.undone.push(leadId)
        return
      }
      if (!body.type?.endsWith('lead.not-converted'))
        throw new Error(`undoing a conversion was refused: ${JSON.stringify(body)}`)
      await sleep(dice.whole(20, 200))
    }
  }

  /** What was acknowledged is readable by whoever names its position. */
  async function readBack(path: string, { id, revision, position }: Answer['body']): Promise<void> {
    const { status, body } = await untilAnswered(path, async () => {
      const reply = await fetch(`${url()}${path}/${id}`, {
        headers: { authorization: `Bearer ${token}`, 'x-min-position': position },
        signal: AbortSignal.timeout(patience / 2),
      })
      return { status: reply.status, body: (await reply.json()) as Answer['body'] }
    })
    if (status !== 200 || body.revision < revision)
      throw new Error(`${path}/${id} reads ${status} ${body.revision} after ${revision} was acknowledged`)
  }

  const journeys: readonly ((name: string) => Promise<void>)[] = [
    async function lead(name) {
      const isUndone = dice.chance(0.3)
      const captured = await must('/api/leads', {
        name: { first: 'Ada', last: name },
        email: `${name}@example.com`,
        // Several leads of one company: its account is made by one of them and linked by the others.
        company: isUndone ? `Company of ${name}` : `Company ${dice.whole(1, 30)}`,
        source: 'web',
        ownerId: user,
      })
      if (dice.chance(0.3)) await readBack('/api/leads', captured)
      const answers = { budget: '1', authority: '2', need: '3', timeline: '4' }
      await must(`/api/leads/${captured.id}/qualify`, answers)
      if (dice.chance(0.7)) {
        await must(`/api/leads/${captured.id}/convert`, {})
        told.converting.push(captured.id)
        if (isUndone) await undo(captured.id)
      }
    },
    async function deal(name) {
      const { id: opportunityId } = await must('/api/opportunities', { name, ownerId: user })
      for (const stageId of stages.slice(0, dice.whole(1, stages.length))) {
        await must(`/api/opportunities/${opportunityId}/advance-stage`, { stageId })
      }
      const line = { description: 'Hours', quantity: 3, unitPrice: { amount: 1_250, currency: 'USD' } }
      const quote = await must('/api/quotes', {
        opportunityId,
        currency: 'USD',
        validUntil: '2999-12-31',
        lines: [line],
      })
      await must(`/api/quotes/${quote.id}/send`, {})
      await must(`/api/quotes/${quote.id}/accept`, {})
      told.accepted.push({ quote: quote.id, deal: opportunityId })
    },
    async function ticket(name) {
      // Opened long ago, as an import would: its first deadline has passed, which is to be noted once.
      const overdue = dice.chance(0.3)
      const opened = await must('/api/tickets', { subject: name }, overdue ? { occurredAt: longAgo } : {})
      if (overdue) return void told.overdue.push(opened.id)
      await must(`/api/tickets/${opened.id}/reply`, { body: 'We are on it.' })
      await must(`/api/tickets/${opened.id}/resolve`, {})
      if (dice.chance(0.5)) await readBack('/api/tickets', await must(`/api/tickets/${opened.id}/close`, {}))
    },
    async function twoForOne(code) {
      const price = { amount: 100, currency: 'USD' }
      const both = await Promise.all([1, 2].map(() => send('/api/products', { name: code, code, price })))
      const refused = both.filter(({ status }) => status === 409 || status === 422)
      if (refused.length !== 1 || !both.some(({ status }) => status === 201))
        throw new Error(`two products of one code were answered ${JSON.stringify(both)}`)
      told.contested.push(code)
    },
  ]

  let count = 0
  let failure: unknown
  const work = async () => {
    try {
      while (!stopping) await dice.pick(journeys)(`load${++count}`)
    } catch (error) {
      failure ??= error
      stopping = true
    }
  }
  const working = Promise.all(Array.from({ length: options.clients }, work))
  return {
    told,
    failure: () => failure,
    async stop() {
      stopping = true
      await working
      if (failure !== undefined) throw failure
    },
    abandon() {
      stopping = true
      abandoned = true
    },
  }
}

const longAgo = new Date(Date.now() - 86_400_000).toISOString()
