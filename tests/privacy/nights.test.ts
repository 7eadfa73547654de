import { Writable } from 'node:stream'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import { connectEventStore } from '../../src/platform/event-store.ts'
import { systemPrincipal } from '../../src/platform/permissions.ts'
import { eventually } from '../support/eventually.ts'
import { testDatabase, testEventStore } from '../support/servers.ts'

const principal = systemPrincipal('test', { kind: 'cli' })

it('SEC-06 the nightly work is triggered by its schedule, and of two servers on one database by one', async () => {
  const database = await testDatabase()
  const server = await testEventStore()
  /** When each night that was had was due, and by whom. */
  const nights: { by: string; due: string; erased: number }[] = []
  const logOf = (by: string) =>
    pino(
      { level: 'info' },
      new Writable({
        write(line: Buffer, _, done) {
          const said = JSON.parse(String(line)) as { due?: string; erased?: number }
          if (said.due !== undefined) nights.push({ by, due: said.due, erased: said.erased ?? 0 })
          done()
        },
      }),
    )
  const parts = { databaseUrl: database.url, eventStoreUrl: server.url, nightly: '* * * * * *' }
  const first = await compose({ ...parts, log: logOf('first') })
  const body = { name: { first: null, last: 'Old' }, email: 'old@example.com' }
  const occurredAt = new Date(Date.now() - 400 * 86_400_000).toISOString()
  const { id } = await first.execute({ command: 'contact.create', body, principal, occurredAt })
  const rule = { name: 'A year', kind: 'contact', days: 365 }
  await first.execute({ command: 'retentionRule.create', body: rule, principal })
  const store = connectEventStore(server.url)
  const erased = async () =>
    (await store.readStream(`contact-${id}`)).filter(({ type }) => type.startsWith('contact.erased')).length
  await eventually(async () => expect(await erased()).toBe(1))

  const second = await compose({ ...parts, log: logOf('second') })
  const both = nights.length
  await eventually(() => expect(nights.length).toBeGreaterThan(both + 4))
  await first.stop()
  // The other goes on alone.
  await eventually(() => expect(nights.filter(({ by }) => by === 'second').length).toBeGreaterThan(1))
  await second.stop()
  expect(new Set(nights.map(({ due }) => due)).size).toBe(nights.length)
  expect(nights.reduce((sum, night) => sum + night.erased, 0)).toBe(1)
  expect(await erased()).toBe(1)
  await store.close()
  await server.stop()
  await database.drop()
})
