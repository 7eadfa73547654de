import { Writable } from 'node:stream'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { connectEventStore } from '../../src/platform/log/event-store.ts'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { compose } from '../../src/start/compose.ts'
import { eventually } from '../support/eventually.ts'
import { testDatabase, testEventStore } from '../support/servers.ts'

const principal = systemPrincipal('test', { kind: 'cli' })

it('SEC-06 the nightly work is triggered by its schedule, and of two servers on one database by one', async () => {
  const database = await testDatabase()
  const server = await testEventStore()
  /** When each night that was had was due, and by whom; and all the turns of all that is done by turns. */
  const nights: { by: string; due: string; erased: number }[] = []
  const turns: string[] = []
  const logOf = (by: string) =>
    pino(
      { level: 'debug' },
      new Writable({
        write(line: Buffer, _, done) {
          const { due, task, erased } = JSON.parse(String(line)) as Partial<Record<string, string>>
          if (due !== undefined && task !== undefined) turns.push(`${task} ${due}`)
          else if (due !== undefined) nights.push({ by, due, erased: Number(erased) })
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
  const looks = (name: string) => turns.filter((turn) => turn.startsWith(name)).length
  const looked = looks('security-check')
  await eventually(() => expect(nights.length).toBeGreaterThan(both + 4))
  await eventually(() => expect(looks('security-check')).toBeGreaterThan(looked + 4))
  await first.stop()
  // The other goes on alone.
  await eventually(() => expect(nights.filter(({ by }) => by === 'second').length).toBeGreaterThan(1))
  await second.stop()
  expect(new Set(nights.map(({ due }) => due)).size).toBe(nights.length)
  expect(nights.reduce((sum, night) => sum + night.erased, 0)).toBe(1)
  expect(new Set(turns).size).toBe(turns.length)
  expect(await erased()).toBe(1)
  let checked = 0
  for await (const page of store.readAll())
    checked += page.filter(({ type }) => type.startsWith('securityCheck.recorded')).length
  expect(checked).toBe(looks('security-check'))
  await store.close()
  await server.stop()
  await database.drop()
})
