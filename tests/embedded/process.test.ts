import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { testDatabase } from '../support/servers.ts'
import { pause } from './cluster.ts'
import { runScript } from './script.ts'

const parent = `
  import { startEventStore } from './src/embedded/event-store.ts'
  startEventStore({ databaseUrl: process.argv[2] }).then(({ pid }) => process.send({ pid }))
  setInterval(() => {}, 1000)`

const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))

const gone = (pid: number): Promise<void> => eventually(() => expect(isAlive(pid)).toBe(false))

it.runIf(process.platform === 'linux')('the store ends when its parent is killed', async () => {
  const database = await testDatabase()
  const owner = await runScript(parent, [database.url])
  const [{ pid }] = (await once(owner, 'message')) as [{ pid: number }]
  owner.kill('SIGKILL')
  await gone(pid)
  await database.drop()
})

it.runIf(process.platform === 'linux')('it does so too while it still waits for a database', async () => {
  const owner = await runScript(parent, ['postgres://nobody@127.0.0.1:1/none'])
  const children = `/proc/${owner.pid}/task/${owner.pid}/children`
  let pid = 0
  while (pid === 0) {
    await pause(50)
    pid = Number(readFileSync(children, 'utf8').split(' ')[0])
  }
  await pause(1500)
  expect(isAlive(pid)).toBe(true)
  owner.kill('SIGKILL')
  await gone(pid)
})
