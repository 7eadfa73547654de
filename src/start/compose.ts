import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sweepFiles } from '../api/activities/file/sweep.ts'
import { keepSqlLogins } from '../api/analytics/sql/logins.ts'
import { createAlike } from '../api/customers/alike.ts'
import type { Services } from '../api/http/services.ts'
import { createHold } from '../api/lists/hold.ts'
import { sweepClaims } from '../commands/claim-sweep.ts'
import type { Alike } from '../commands/command.ts'
import type { Hold } from '../commands/execute.ts'
import { ensureRoles } from '../commands/identity/role.ts'
import type { Parts } from '../features/feature.ts'
import { openFiles } from '../platform/files/files.ts'
import { openFolder } from '../platform/files/folder.ts'
import { createWorkbookReader } from '../platform/files/workbook.ts'
import { openStandings } from '../platform/log/standings.ts'
import { openMailStore } from '../platform/mail/mail-store.ts'
import { createMessageReader } from '../platform/mail/reader.ts'
import { openWebhookStore } from '../platform/outside/webhook-store.ts'
import { createMailer } from '../platform/people/mail.ts'
import { createSigning } from '../platform/people/signing.ts'
import { openVisits } from '../platform/people/visits.ts'
import { timeOfPg } from '../platform/pg/pg.ts'
import { openTurns } from '../platform/pg/turns.ts'
import { systemClock } from '../platform/process/clock.ts'
import { watchClocks } from '../platform/process/clocks.ts'
import { openSmsStore } from '../platform/sms/sms-store.ts'
import { localKey } from '../platform/vault/key-encryption-key.ts'
import { memoryLedger } from '../platform/vault/ledger.ts'
import { project } from '../project.ts'
import { catalogue, faces, features } from '../registry.ts'
import type { RunningSagas } from '../sagas/run.ts'
import { claimAcceptedQuotes, claimSameNames } from './claims.ts'
import type { ComposeOptions, Hindsight } from './hindsight.ts'
import { openHttp } from './http.ts'
import { openLog } from './log.ts'
import { openReactions } from './reactions.ts'
import { openReadSide } from './read-side.ts'
import { room } from './room.ts'
import { openSignIn } from './sign-in.ts'
import { openTrust } from './trust.ts'

/** For tests, which may put together the same stores more than once. */
const passingKey = localKey(randomBytes(32))

/** Puts the parts together on stores that run already. @throws ConfigError when they do not belong together. */
export const compose = (options: ComposeOptions): Promise<Hindsight> =>
  room(async (later) => {
    const { databaseUrl, eventStoreUrl, log, clock = systemClock, version = '0.0.0' } = options
    const { publicUrl, webRoot, oidc, advisories, onProgress, onTakenOver, signal, change } = options
    const { keys: ring = [passingKey], ledger = memoryLedger(), signingSeed = randomBytes(32) } = options
    const { accessLogDays = 730, nightly = '23 2 * * *' } = options
    const { exports: folder = join(tmpdir(), 'hindsight-exports') } = options

    // Criteria are held against what is made of the log, by who writes it; and who else is there is looked up in it.
    let reading: { hold: Hold; alike: Alike } | undefined
    const hold: Hold = async (...asked) => {
      if (!reading) throw new Error('there are no read models yet')
      return reading.hold(...asked)
    }
    const alike: Alike = async (...asked) => reading?.alike(...asked)
    const opened = await openLog({
      databaseUrl,
      eventStoreUrl,
      log,
      clock,
      version,
      ring,
      ledger,
      hold,
      alike,
    })
    later(opened.stop)
    const { pg, followed, plain, codec, deciding, execute } = opened
    const files = await openFiles(
      { ...opened, folder, log },
      options.files ?? { storage: await openFolder(join(folder, 'files')) },
    )
    const reader = createMessageReader(join(project, 'dist'))
    later(reader.close)
    const mail = { mailStore: await openMailStore(pg, { clock, vault: opened.vault }), reader }
    const smsStore = await openSmsStore(pg, { clock, vault: opened.vault })
    const [standings, webhooks] = [await openStandings(pg), await openWebhookStore(pg)]
    const visits = await openVisits(pg)
    const clocks = await watchClocks({
      clock,
      log,
      others: [
        { of: 'postgres', ask: () => timeOfPg(pg), every: 0 },
        // It writes an event to tell its time.
        { of: 'eventStore', ask: () => opened.store.time(), every: 600_000 },
      ],
    })
    later(clocks.stop)
    const readSide = await openReadSide(opened, { log, clock, onProgress, signal, onTakenOver })
    later(readSide.stop)
    reading = { hold: createHold({ ...opened, ...readSide, clock, faces }), alike: createAlike(readSide) }
    const people = await openSignIn({ ...opened, ...readSide }, { clock, oidc })
    const trust = await openTrust(
      { ...opened, ...readSide, ...people, files, webhooks },
      {
        log,
        clock,
        signingSeed,
        accessLogDays,
        advisories,
        reply: (path) => http.app.inject(path),
      },
    )
    later(trust.stop)
    const { events, history } = opened.aggregates
    const sqlLogins = keepSqlLogins({ ...readSide, ...people, faces, log })
    later(sqlLogins.stop)
    const { readModels, eventIndex } = readSide
    const { passwords, sessions } = people
    const parts: Parts = {
      ...opened,
      ...readSide,
      ...people,
      ...trust,
      ...catalogue,
      faces,
      events,
      history,
      standings,
      visits,
      webhooks,
      privateWebhooks: options.privateWebhooks ?? false,
      signing: createSigning(signingSeed),
      mailer: options.mail && createMailer(options.mail),
      files,
      mail,
      workbooks: createWorkbookReader(join(project, 'dist')),
      smsStore,
      log,
      clock,
      publicUrl,
      folder,
      verifier: join(project, 'verifier', 'verify.py'),
      sqlLogins,
      databaseUrl,
      nightly,
    }
    // Up to here nothing is anybody's turn: while another server serves, all that takes long is done.
    const sagas = soonRunning()
    const http = await openHttp(parts, { version, webRoot, history, eventIndex, sagas, clocks, change })
    let closing: Promise<void> | undefined
    const close = (patience: number) => {
      closing ??= http.stop(patience)
      return closing
    }
    later(close)
    const turns = await openTurns(pg, log)

    await options.beforeFollowing?.()
    await readSide.follow()
    void sqlLogins.refresh()
    const writing = { execute, passwords, readModels, store: plain, codec }
    await bothOf(trust.tree.start(), async () => {
      later(await sweepClaims({ ...deciding, feed: followed, pg, log }))
      await ensureRoles(execute, catalogue.authorities, version)
      await claimSameNames({ pg, execute, log })
      await claimAcceptedQuotes({ pg, execute, log })
      await options.beforeSagas?.(writing)
    })
    signal?.throwIfAborted()
    await trust.tree.begun()
    await trust.privacy.recover()
    await sweepFiles(parts).catch((error: unknown) => log.warn({ err: error }, 'files could not be swept'))
    const running = await openReactions(opened, parts, { onTakenOver })
    later(() => running.stop())
    sagas.are(running)
    // What is asked is answered before anything ends that answers need.
    later(close)
    for (const one of features.flatMap(({ schedules }) => schedules(parts))) later(turns.schedule(one))
    const { app, services } = http
    const { tree, privacy, retention } = trust
    return { ...writing, app, services, sessions, tree, privacy, retention, pg, files }
  })

/** The process managers as the app asks them, which begin after it is made. */
function soonRunning(): Services['sagas'] & { are: (running: RunningSagas) => void } {
  let running: RunningSagas | undefined
  const now = () => {
    if (!running) throw new Error('the process managers do not run yet')
    return running
  }
  return {
    are(started) {
      running = started
    },
    status: () => now().status(),
    resume: (name) => now().resume(name),
    get instances() {
      return now().instances
    },
    get deadLetters() {
      return now().deadLetters
    },
    get timers() {
      return now().timers
    },
  }
}

/** Two things at once, neither of which is still under way when the other has failed. */
async function bothOf(one: Promise<unknown>, other: () => Promise<unknown>): Promise<void> {
  for (const ended of await Promise.allSettled([one, other()]))
    if (ended.status === 'rejected') throw ended.reason
}
