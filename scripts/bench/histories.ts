import { dataDirectory, type Product, startProduct } from './product.ts'
import { type Benchmark, interleave, rate } from './round.ts'
import type { Sample } from './sample.ts'

const tickets = 150
const clients = 32
const aim = 5

/** The same lives of tickets, by one command after the other and as a line for each. */
export const histories: Benchmark = {
  name: 'histories',
  async run({ rounds, say }) {
    const data = dataDirectory()
    const product = await startProduct(data.path)
    let made = 0
    try {
      const { single, whole } = await interleave(
        rounds,
        { single: () => one(product), whole: () => lines(product, ++made) },
        async () => void (await product.settled()),
      )
      const ratio = whole.perSecond / single.perSecond
      say(`${rate(whole.perSecond)} of ${rate(single.perSecond)}, ratio ${ratio.toFixed(1)}`)
      return {
        title: 'Importing histories',
        about:
          `Lives of ${tickets} tickets a round: nine commands from opening to closing, each step at its instant of 2017. As ` +
          `commands with \`X-Occurred-At\` by ${clients} clients, of which each carries out one life after the other, against ` +
          'one `POST /api/histories`. What is counted is commands a second until the last is durable; read models, sagas and ' +
          'the event index follow meanwhile.',
        rows: [
          {
            what: 'commands in histories',
            value: rate(whole.perSecond),
            limit: `${rate(single.perSecond)} single commands`,
            ratio,
            aim: `≥ ${aim}`,
            met: ratio >= aim,
            figures: { whole, single },
          },
        ],
      }
    } finally {
      await product.stop()
      await data.remove()
    }
  },
}

const life = [
  { command: 'open', body: { subject: 'It does not start' } },
  { command: 'change-priority', body: { priority: 'high' } },
  { command: 'reply', body: { body: 'Have you tried the switch?' } },
  { command: 'pend', body: { reason: 'Waiting for the requester' } },
  { command: 'reply', body: { body: 'Which one?', author: 'requester' } },
  { command: 'add-note', body: { body: 'He means the other one' } },
  { command: 'reply', body: { body: 'The red one' } },
  { command: 'resolve', body: { resolution: 'It was the switch' } },
  { command: 'close', body: {} },
].map((step, hour) => ({ ...step, at: `2017-03-04T${String(8 + hour).padStart(2, '0')}:00:00.000Z` }))

async function one(product: Product): Promise<Sample> {
  const began = performance.now()
  let left = tickets
  const client = async () => {
    while (left-- > 0) {
      let id = ''
      for (const { command, body, at } of life) {
        const path = command === 'open' ? '/api/tickets' : `/api/tickets/${id}/${command}`
        const headers = { 'x-occurred-at': at }
        const made = await product.ask<{ id: string }>({ method: 'POST', path, body, headers })
        id = made.id
      }
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return { operations: tickets * life.length, seconds: (performance.now() - began) / 1000 }
}

async function lines(product: Product, round: number): Promise<Sample> {
  const history = life.map(({ command, ...step }) => ({ command: `ticket.${command}`, ...step }))
  const body = Array.from({ length: tickets }, (_, index) =>
    JSON.stringify({ source: { system: 'bench', id: `${round}-${index}` }, history }),
  )
  const began = performance.now()
  const reply = await fetch(`${product.url}/api/histories`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.token}`, 'content-type': 'application/x-ndjson' },
    body: body.join('\n'),
  })
  const made = (await reply.text()).split('\n').filter((line) => line.includes('"created"'))
  if (made.length !== tickets) throw new Error(`${made.length} of ${tickets} histories were taken`)
  return { operations: tickets * life.length, seconds: (performance.now() - began) / 1000 }
}
