import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { loadedDice } from '../../src/demo/dice.ts'
import { seed, times } from '../support/chance.ts'
import { eventually } from '../support/eventually.ts'
import { patience } from '../support/patience.ts'
import { emptyProduct, launch, signIn } from '../support/product.ts'

const kills = times(1, 5)
const size = times(240, 1_000)

interface Batch {
  status: string
  done: number
  undone: number
}

it(
  'ADM-05 BEY-03 a batch that is killed in its midst goes on, and does and takes back everything once',
  async () => {
    const dice = await loadedDice(seed)
    const { data, remove } = await emptyProduct()
    let product = await launch({ data })
    let url = await product.ready
    const token = await signIn(url)
    async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const reply = await fetch(`${url}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`)
      return (await reply.json()) as T
    }
    try {
      const ids: string[] = []
      while (ids.length < size) {
        const some = Array.from({ length: 20 }, (_, n) => ({ name: { last: `Lead ${ids.length + n}` } }))
        const made = await Promise.all(some.map((one) => call<{ id: string }>('POST', '/leads', one)))
        ids.push(...made.map(({ id }) => id))
      }
      /** Killed again and again, sometimes while it still recovers, until this is over. */
      async function carriedOn(id: string, status: string): Promise<Batch> {
        for (let kill = 0; kill < kills; kill++) {
          await sleep(dice.whole(0, 500))
          product.kill('SIGKILL')
          await product.ended
          product = await launch({ data })
          url = await product.ready
        }
        return eventually(async () => {
          const batch = await call<Batch>('GET', `/batches/${id}`)
          expect(batch.status).toBe(status)
          return batch
        })
      }
      const body = { command: 'lead.change', body: { country: 'DE' }, ids }
      const { id } = await call<{ id: string }>('POST', '/batches', body)
      expect(await carriedOn(id, 'done')).toMatchObject({ done: size, refused: 0, unchanged: 0, notSeen: 0 })
      await call('POST', `/batches/${id}/revert`, {})
      expect(await carriedOn(id, 'reverted')).toMatchObject({ undone: size, notUndone: 0 })
      for (const lead of ids.filter((_, n) => n % 4 === 0)) {
        const { items } = await call<{ items: { type: string }[] }>('GET', `/leads/${lead}/history`)
        const changes = items.filter(({ type }) => type === 'lead.changed')
        expect(changes, `lead ${lead}`).toHaveLength(2)
        expect(await call('GET', `/leads/${lead}`)).toMatchObject({ country: null })
      }
      expect((await product.stop()).code).toBe(0)
    } finally {
      await remove()
    }
  },
  (4 + 2 * kills) * patience,
)
