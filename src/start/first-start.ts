import type { Kysely } from 'kysely'
import { ensureAdministrator, refuseUnfit } from '../api/identity/first-admin.ts'
import { defaultPipelineClaim } from '../commands/sales/pipeline.ts'
import { demoSignIns, isDemoUnfinished, loadDemo } from '../demo/demo.ts'
import { followDemo } from '../demo/orders.ts'
import { DomainError } from '../domain/error.ts'
import { firstStart } from '../domain/event.ts'
import { systemPrincipal } from '../platform/people/permissions.ts'
import { systemClock } from '../platform/process/clock.ts'
import { type Config, ConfigError } from '../platform/process/config.ts'
import type { Log } from '../platform/process/log.ts'
import type { TableOf } from '../projections/projection.ts'
import type { invoiceTable } from '../projections/sales/invoice.ts'
import { furnishChoices } from './furnish-choices.ts'
import { furnishFieldSets } from './furnish-field-sets.ts'
import { furnishForWork } from './furnish-for-work.ts'
import { furnishProductGroups } from './furnish-product-groups.ts'
import { furnishRules } from './furnish-rules.ts'
import type { Writing } from './hindsight.ts'

/** @throws ConfigError when the administrator whom the environment names could not be made. */
export function checkAdministrator({ admin }: Config): void {
  try {
    if (admin) refuseUnfit(admin)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    throw new ConfigError(
      `Bad configuration. HINDSIGHT_ADMIN_${error.field?.toUpperCase()}: ${error.message}`,
    )
  }
}

/** What an empty Hindsight begins with: the demo organisation, or the administrator whom the environment names. */
export async function furnish(
  writing: Writing,
  config: Config,
  {
    empty,
    log,
    print,
    signal,
  }: { empty: boolean; log: Log; print: (line: string) => void; signal: AbortSignal },
): Promise<void> {
  const { execute } = writing
  const isNew = await isEmpty(writing)
  const isFurnished = (await execute.holder(defaultPipelineClaim)) !== undefined
  if ((isNew && !empty && !config.admin && !isFurnished) || (await isDemoUnfinished(execute))) {
    let told = 0
    const onProgress = (done: number, total: number) => {
      if (done - told < total / 5 && done < total) return
      told = done
      print(`Loading the demo organisation ... ${done} of ${total} records`)
    }
    await loadDemo({ ...writing, now: systemClock(), signal }, onProgress)
  }
  const principal = systemPrincipal(firstStart, { kind: 'cli' })
  await furnishForWork(writing, principal)
  await furnishChoices(writing, principal)
  await furnishFieldSets(writing, principal)
  await furnishRules(writing, principal)
  await furnishProductGroups(writing, principal)
  if (!config.admin) return
  const standing = await ensureAdministrator(writing, { ...config.admin, isNew }, principal)
  if (standing === 'unknown') {
    log.warn('HINDSIGHT_ADMIN_EMAIL names nobody here and is passed by: it is for an empty Hindsight only')
  }
}

/** What of the demo needs everything to run. */
export async function carryOnDemo(
  { execute, readModels }: Pick<Writing, 'execute' | 'readModels'>,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<void> {
  const eyes = systemPrincipal('demo', { kind: 'import', id: 'demo' })
  const invoiceOf = (orderId: string) =>
    readModels.read(eyes, {}, (db) =>
      (db as never as Kysely<{ invoice: TableOf<typeof invoiceTable> }>)
        .selectFrom('invoice')
        .select(['id', 'number', 'gross', 'currency'])
        .where('orderId', '=', orderId)
        .where('kind', '=', 'invoice')
        .executeTakeFirst(),
    )
  await followDemo({ execute, invoiceOf, now: systemClock, signal }).catch((error: unknown) => {
    if (!signal.aborted) log.warn({ err: error }, 'the orders of the demo were not carried on')
  })
}

/** Nothing of anybody's: what a log begins with, and claims, which a start that was cut off may leave alone. */
const nobodys = new Set([
  'role',
  'claim',
  'pipeline',
  'businessCalendar',
  'slaPolicy',
  'choiceList',
  'fieldSet',
  'ruleSet',
])

/** Whether the log holds nothing of ours but what is nobody's. */
async function isEmpty({ store, codec }: Pick<Writing, 'store' | 'codec'>): Promise<boolean> {
  for await (const page of store.readAll())
    if (page.some((event) => !nobodys.has(codec.decode(event)?.aggregate ?? 'role'))) return false
  return true
}

/** How to sign in, where that is not for the reader to know. */
export async function signInLines(writing: Writing): Promise<string[]> {
  if (await isEmpty(writing)) {
    return [
      'Nobody can sign in yet: start it with HINDSIGHT_ADMIN_EMAIL and HINDSIGHT_ADMIN_PASSWORD set once.',
    ]
  }
  return demoSignIns(writing.execute)
}
