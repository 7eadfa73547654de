import { pino } from 'pino'
import { inject } from 'vitest'
import { setPassword } from '../../src/commands/identity/password.ts'
import { type Role, roles } from '../../src/domain/identity/authority.ts'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { createdId, derivedId } from '../../src/platform/process/ids.ts'
import { localKey } from '../../src/platform/vault/key-encryption-key.ts'
import { compose } from '../../src/start/compose.ts'
import { patience } from './patience.ts'
import {
  oneAtATime,
  type TestDatabase,
  type TestEventStore,
  testDatabase,
  testEventStore,
} from './servers.ts'

/** Who the tests act as: one user of each role, and a second rep. */
export type Person = Role | 'rep2'
export const people: readonly Person[] = [...roles, 'rep2']

/** E-mails are `<person>@hindsight.example`; this is everybody's password. */
export const testPassword = 'hindsight-demo'

/** What every installation of a test is opened with: its data are clones of one another. */
export const testSecrets = {
  keys: [localKey(Buffer.alloc(32, 'vault'))] as const,
  signingSeed: Buffer.alloc(32, 'checkpoints'),
}

const system = systemPrincipal('test', { kind: 'cli' })
const commandIdOf = (of: Person | 'team') => derivedId('test', of)

/** Ids of the users, and of their team, which `manager` manages and both reps belong to. */
export const testIds = Object.fromEntries(
  ([...people, 'team'] as const).map((of) => [of, createdId(commandIdOf(of))]),
) as Readonly<Record<Person | 'team', string>>

/**
 * A database that holds the log and the read models of an installation with those users. It is a clone: the first who
 * asks in a run composes the product and furnishes it.
 */
export async function testInstallation(): Promise<TestDatabase> {
  const template = inject('installation')
  await oneAtATime('installation', async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
    // It gets its name once it is whole.
    if (rowCount === 0) await client.query(`alter database ${await installed()} rename to ${template}`)
  })
  return testDatabase(template)
}

/** The same with its log served; made anew where that is on a server that HINDSIGHT_TEST_STORE starts. */
export async function servedInstallation(): Promise<{ database: TestDatabase; server: TestEventStore }> {
  const outside = process.env.HINDSIGHT_TEST_STORE !== undefined
  const database = outside ? await testDatabase() : await testInstallation()
  const server = await testEventStore(database.url)
  if (outside) await furnish(database.url, server.url)
  return { database, server }
}

/** @returns the name of a database that nothing is running on */
async function installed(): Promise<string> {
  const draft = await testDatabase()
  const server = await testEventStore(draft.url)
  await furnish(draft.url, server.url)
  await server.stop()
  return draft.name
}

/** Composes the product on an empty database and an empty log, and ends it when they have what an installation has. */
async function furnish(databaseUrl: string, eventStoreUrl: string): Promise<void> {
  const hindsight = await compose({
    databaseUrl,
    eventStoreUrl,
    log: pino({ level: 'silent' }),
    // Before any clock of a test.
    clock: () => '2020-01-01T00:00:00.000Z',
    ...testSecrets,
  })
  const { execute, readModels, services } = hindsight
  const commandId = commandIdOf('team')
  await execute({
    command: 'team.create',
    commandId,
    body: { name: 'Team', region: 'North' },
    principal: system,
  })
  await Promise.all(
    people.map(async (person) => {
      const body = {
        name: `Test ${person}`,
        email: `${person}@hindsight.example`,
        role: person === 'rep2' ? 'rep' : person,
        teamId: person.startsWith('rep') ? testIds.team : null,
      }
      const { id } = await execute({
        command: 'user.register',
        commandId: commandIdOf(person),
        body,
        principal: system,
      })
      await setPassword(hindsight, id, testPassword, { principal: system })
    }),
  )
  const { position } = await execute({
    command: 'team.change',
    id: testIds.team,
    body: { managerId: testIds.manager },
    principal: system,
  })
  const done = await Promise.all([
    readModels.waitFor(position, patience),
    services.eventIndex.waitFor(position, patience),
  ])
  if (!done.every(Boolean)) throw new Error('the read models do not get there')
  await hindsight.stop()
}
