import type { Execute } from '../commands/execute.ts'
import { setPassword } from '../commands/identity/password.ts'
import { user } from '../domain/identity/user.ts'
import { runImport } from '../imports/import.ts'
import type { Passwords } from '../platform/people/passwords.ts'
import { systemPrincipal } from '../platform/people/permissions.ts'
import { activities } from './activities.ts'
import { care } from './care.ts'
import { growth } from './growth.ts'
import { as, command, demoPassword, demoUsers, made, organisation } from './organisation.ts'
import { demoCustomer, letCustomerIn } from './portal.ts'
import { sales } from './sales.ts'
import { service } from './service.ts'
import { day } from './timeline.ts'

const historyDays = 270

/** Whether a demo organisation was begun here and not finished, so that it should be. */
export async function isDemoUnfinished(execute: Execute): Promise<boolean> {
  const [first, last] = [demoUsers[0], demoUsers.at(-1)]
  if (!first || !last || !(await execute.load(user, first.id))) return false
  return (await execute.load(user, last.id))?.credentialId === undefined
}

/**
 * Loads the demo organisation through `execute`, with nine months of history that lead up to `now` (ISO-8601). Cut
 * off, it goes on at the next start: command ids are derived, and a row that came to be a day later is passed by.
 */
export async function loadDemo(
  parts: { execute: Execute; passwords: Passwords; now: string; signal?: AbortSignal },
  onProgress: (done: number, total: number) => void,
): Promise<{ events: number }> {
  const { execute, passwords, signal } = parts
  const now = Date.parse(parts.now)
  const began = Math.floor(now / day) * day - historyDays * day
  const selling = await sales(began + day, now)
  const report = await runImport({
    plan: {
      phases: [
        ...organisation(new Date(began).toISOString()),
        ...selling,
        ...care(now),
        ...(await service(now)),
        ...(await activities(selling, now)),
        ...growth(selling, now),
      ],
      notices: [],
    },
    execute,
    principal: systemPrincipal('demo', { kind: 'import', id: 'demo' }),
    onProgress: ({ done, total }) => onProgress(done, total),
    ...(signal && { signal }),
  })
  signal?.throwIfAborted()
  await letCustomerIn(parts)
  // Last, because it is by these that an unfinished demo is told.
  for (const { key, id } of demoUsers) {
    await setPassword({ execute, passwords }, id, demoPassword, {
      principal: as('admin'),
      commandId: command('password', key),
    })
  }
  return { events: report.events }
}

/** The lines that say how to sign in; none where there is no demo organisation. */
export async function demoSignIns(execute: Execute): Promise<string[]> {
  const admin = await execute.load(user, made('user', 'admin'))
  if (!admin) return []
  const customer = await demoCustomer(execute)
  return [
    `Demo sign-ins (password for all of them: ${demoPassword})`,
    ...demoUsers.map(({ email, name, role }) => `  ${email.padEnd(28)} ${name}, ${role}`),
    ...(customer === undefined ? [] : [`  ${customer.padEnd(28)} a customer, at /portal`]),
  ]
}
