import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../api/http/app.ts'
import type { Services } from '../api/http/services.ts'
import { accessExplained } from '../api/identity/access.ts'
import { apiKeyEndpoints } from '../api/identity/api-keys.ts'
import { createIdentity } from '../api/identity/identity.ts'
import { leavingEndpoints } from '../api/identity/leaving.ts'
import { mailStep } from '../api/identity/mail.ts'
import { meEndpoints } from '../api/identity/me.ts'
import { noticeEndpoints } from '../api/identity/notice.ts'
import { oidcEndpoints } from '../api/identity/oidc.ts'
import { preferencesEndpoints } from '../api/identity/preferences.ts'
import { secondFactorEndpoints } from '../api/identity/second-factor.ts'
import { sessionEndpoints } from '../api/identity/sessions.ts'
import { signInPolicyEndpoints } from '../api/identity/settings.ts'
import { signInEndpoints } from '../api/identity/sign-in.ts'
import { createSignIns } from '../api/identity/sign-ins.ts'
import { trainingEndpoints } from '../api/identity/training.ts'
import { keepSealed } from '../api/log/access.ts'
import { exportEndpoints } from '../api/log/exports.ts'
import { transparencyEndpoints } from '../api/log/transparency-log.ts'
import { helpEndpoints } from '../api/operate/help.ts'
import { createJobs } from '../api/operate/jobs.ts'
import { privacyEndpoints } from '../api/privacy/endpoints.ts'
import { createPrivacy, type Privacy } from '../api/privacy/requests.ts'
import { createRetention, type Retention } from '../api/privacy/retention.ts'
import { quoteDocument } from '../api/sales/quote-document.ts'
import { supportEndpoints } from '../api/service/support.ts'
import { alertCheck } from '../api/settings/alert.ts'
import { alertPolicyEndpoints } from '../api/settings/alert-policy.ts'
import { importEndpoints } from '../api/settings/import.ts'
import { organisationEndpoints } from '../api/settings/organisation.ts'
import { createSecurityChecks, securityCheckEndpoints } from '../api/settings/security-check.ts'
import { aggregates } from '../commands/aggregates.ts'
import { sweepClaims } from '../commands/claim-sweep.ts'
import { claimIdsOf } from '../commands/claims.ts'
import { createExecute, type Execute } from '../commands/execute.ts'
import { ensureRoles } from '../commands/identity/role.ts'
import { openRules, sessionLimits } from '../commands/identity/sign-in-policy.ts'
import type { UserState } from '../domain/identity/user.ts'
import { disclosure } from '../domain/settings/disclosure.ts'
import { openAccessLog } from '../platform/log/access-log.ts'
import { type EventCodec, eventCodec } from '../platform/log/codec.ts'
import { connectEventStore, type EventStore } from '../platform/log/event-store.ts'
import { createFeed } from '../platform/log/feed.ts'
import { sealedStore } from '../platform/log/sealed-store.ts'
import { createTransparencyLog, type TransparencyLog } from '../platform/log/transparency-log.ts'
import { readHelp } from '../platform/papers/help.ts'
import { openApiKeys } from '../platform/people/api-keys.ts'
import { openChallenges } from '../platform/people/challenges.ts'
import { createMailer, type MailConfig } from '../platform/people/mail.ts'
import { createOidc, type OidcConfig } from '../platform/people/oidc.ts'
import { openPasswords, type Passwords } from '../platform/people/passwords.ts'
import { systemPrincipal } from '../platform/people/permissions.ts'
import { openSecondFactors } from '../platform/people/second-factors.ts'
import { openSessions, type Sessions } from '../platform/people/sessions.ts'
import { createThrottle } from '../platform/people/throttle.ts'
import { openPg, type Pg } from '../platform/pg/pg.ts'
import { bePresent } from '../platform/pg/presence.ts'
import { openTurns } from '../platform/pg/turns.ts'
import { type Clock, systemClock } from '../platform/process/clock.ts'
import type { Advisories } from '../platform/process/config.ts'
import type { Log } from '../platform/process/log.ts'
import { createMetrics } from '../platform/process/metrics.ts'
import { once } from '../platform/process/once.ts'
import { askAdvisories, installedPackages } from '../platform/process/packages.ts'
import { type KeyRing, keepKeys, localKey } from '../platform/vault/key-encryption-key.ts'
import { type Ledger, memoryLedger } from '../platform/vault/ledger.ts'
import { personalFields } from '../platform/vault/personal-fields.ts'
import { openVault } from '../platform/vault/vault.ts'
import { project } from '../project.ts'
import { createEventIndex } from '../projections/event-index.ts'
import { createFit } from '../projections/fit.ts'
import { createReadModels, type ReadModels } from '../projections/read-models.ts'
import type { Progress } from '../projections/rebuild.ts'
import {
  commands,
  deciders,
  fields,
  origins,
  processManagers,
  projections,
  queries,
  relations,
  sameFields,
  titles,
} from '../registry.ts'
import { mailing } from '../sagas/identity/mail.ts'
import { runSagas } from '../sagas/run.ts'
import { mustHaveKeys } from './keys-and-log.ts'
import { claimSameNames } from './same-names.ts'

export interface ComposeOptions {
  databaseUrl: string
  eventStoreUrl: string
  log: Log
  clock?: Clock
  version?: string
  publicUrl?: string | undefined
  /** Who signs people in beside us. */
  oidc?: OidcConfig | undefined
  webRoot?: string | undefined
  /** What checkpoints of the log are signed with; a key that dies with the process unless told. */
  signingSeed?: Uint8Array
  /** What opens the vault of personal data; a key that dies with the process unless told. */
  keys?: KeyRing
  /** How long the access log is kept; 730 days unless told. */
  accessLogDays?: number
  /** When the nightly work is done, cron in UTC; 02:23 unless told. */
  nightly?: string | undefined
  /** What was erased, to be erased again after a restore; forgotten with the process unless told. */
  ledger?: Ledger
  /** The registry that is asked for known weaknesses; none unless told. */
  advisories?: Advisories | undefined
  /** By whom mails are sent; none are unless told. */
  mail?: MailConfig | undefined
  /** The folder for exports. */
  exports?: string
  /** Told while read models are rebuilt before anything is served. */
  onProgress?: (progress: Progress) => void
  /** Runs before anything follows the log: from then on this server is the one that does. */
  beforeFollowing?: () => Promise<void>
  /** Told when another worker follows the log in our place. */
  onTakenOver?: () => void
  /** Runs on an open write path before sagas react to anything, as history that is loaded must be whole by then. */
  beforeSagas?: (parts: Writing) => Promise<void>
  /** Breaks off what takes long on the way up. */
  signal?: AbortSignal
  /** Other parts in the place of some, for tests. */
  change?: (services: Services) => Services
}

/** What it takes to write. */
export interface Writing {
  execute: Execute
  passwords: Passwords
  readModels: ReadModels
  store: EventStore
  codec: EventCodec
}

/** Everything on one pair of stores, running: the log is followed, sagas react, and the app answers injected requests. */
export interface Hindsight extends Writing {
  app: FastifyInstance
  services: Services
  sessions: Sessions
  tree: TransparencyLog
  privacy: Privacy
  retention: Retention
  pg: Pg
  /** Requests under way are answered, those that take longer than `patience` ms are cut. */
  stop(patience?: number): Promise<void>
}

/** For tests, which may put together the same stores more than once. */
const passingKey = localKey(randomBytes(32))

/** How often sessions that have expired are deleted, in ms. */
const pruneEvery = 3_600_000

const verifier = join(project, 'verifier', 'verify.py')

/** Puts the parts together on stores that run already. @throws ConfigError when they do not belong together. */
export async function compose(options: ComposeOptions): Promise<Hindsight> {
  const {
    databaseUrl,
    eventStoreUrl,
    log,
    clock = systemClock,
    version = '0.0.0',
    publicUrl,
    webRoot,
  } = options
  const { signal } = options
  const ending: ((patience: number) => Promise<unknown>)[] = []
  const stop = async (patience = 10_000) => {
    for (const end of ending.splice(0).reverse()) await end(patience)
  }
  try {
    ending.push(await bePresent(databaseUrl, log))
    const pg = openPg({ url: databaseUrl, log })
    ending.push(() => pg.close())
    const store = connectEventStore(eventStoreUrl, {
      log: (message) => log.warn({ part: 'event-store' }, message),
    })
    ending.push(() => store.close())
    const feed = createFeed(store)
    ending.push(() => feed.stop())
    const followed = { ...store, subscribe: feed.subscribe }
    const codec = eventCodec(deciders)
    const { keys: ring = [passingKey] } = options
    ending.push(keepKeys(ring, log))
    const vault = await openVault({ pg, ring })
    ending.push(() => vault.close())
    // Before anything is read: what a restored backup has brought back is not to be seen by anyone.
    const ledger = options.ledger ?? memoryLedger()
    await vault.destroyAgain(ledger.all().flatMap(({ keys }) => keys))
    await mustHaveKeys({ store, vault, log })
    const plain = sealedStore({ store: followed, vault, specs: codec.specs })
    const cache = aggregates({ store: plain, codec })
    const claimIds = await claimIdsOf(vault, store)
    const deciding = {
      store: plain,
      codec,
      aggregates: cache,
      commands,
      claimIds,
      clock,
      app: version,
      mustFit: createFit(projections),
    }
    const execute = createExecute(deciding)
    const rules = await openRules(execute)
    const [sessions, passwords] = [
      await openSessions(pg, clock, () => sessionLimits(rules.current())),
      await openPasswords(pg),
    ]

    await options.beforeFollowing?.()
    const { onTakenOver } = options
    const readModels = createReadModels({ pg, store: plain, codec, projections, log, clock, onTakenOver })
    ending.push(() => readModels.stop())
    const breakOff = () => void readModels.stop()
    signal?.addEventListener('abort', breakOff)
    await readModels.start({ ...(options.onProgress && { onProgress: options.onProgress }) })
    signal?.removeEventListener('abort', breakOff)
    const eventIndex = createEventIndex({ pg, store: followed, codec, log })
    await eventIndex.start()
    ending.push(() => eventIndex.stop())
    const { signingSeed = randomBytes(32), exports: folder = join(tmpdir(), 'hindsight-exports') } = options
    const tree = createTransparencyLog({ pg, store: followed, log, seed: signingSeed })
    await tree.start()
    ending.push(() => tree.stop())
    ending.push(await sweepClaims({ ...deciding, feed: followed, pg, log }))
    const writing = { execute, passwords, readModels, store: plain, codec }
    await ensureRoles(execute)
    const unique = new Set(commands.filter((one) => one.hasUnique).map(({ decider }) => decider.name))
    await claimSameNames({ pg, execute, deciders, projections, unique, log })
    await options.beforeSagas?.(writing)
    signal?.throwIfAborted()
    await tree.begun()
    const privacy = createPrivacy({
      pg,
      store,
      fields: personalFields(codec.specs),
      clock,
      execute,
      aggregates: cache,
      readModels,
      vault,
      ledger,
      deciders,
      relations,
      signer: () => tree.key(),
      async forget({ aggregate }, state) {
        if (aggregate !== 'user') return
        const { credentialId, factorId, recoveryId } = state as UserState
        if (credentialId !== undefined) await passwords.forget(credentialId)
        if (factorId !== undefined) await secondFactors.forget(factorId)
        if (recoveryId !== undefined) await secondFactors.forgetCodes(recoveryId)
      },
    })
    await privacy.recover()
    const turns = await openTurns(pg, log)
    const { nightly = '23 2 * * *' } = options
    const retention = createRetention({ pg, privacy, clock, log, turns, nightly })
    ending.push(() => retention.stop())
    const apiKeys = await openApiKeys(pg, clock)
    const identity = createIdentity({ sessions, apiKeys, execute, readModels, clock, sameFields })
    const sendMail = mailStep({
      mailer: options.mail && createMailer(options.mail),
      execute,
      readModels,
      identity,
      clock,
      publicUrl: publicUrl ?? '',
      resources: new Map(commands.map(({ decider, resource }) => [decider.name, resource])),
    })
    const sagas = await runSagas({
      pg,
      store: plain,
      codec,
      // Without mail none is ordered, and none of what is told meanwhile is sent later.
      managers: processManagers.map((one) =>
        options.mail || one !== mailing ? one : { ...one, version: 0, on: {} },
      ),
      execute: (request) => (request.command === 'mail.send' ? sendMail(request) : execute(request)),
      clock,
      log,
      onTakenOver,
    })
    ending.push(() => sagas.stop())
    const access = await openAccessLog(pg, log)
    ending.push(() => access.stop())
    const { accessLogDays = 730 } = options
    const principal = systemPrincipal('access-log', { kind: 'timer' })
    const seal = (body: object) => execute({ command: 'accessSeal.make', body, principal })
    ending.push(keepSealed({ access, seal, clock, keepDays: accessLogDays, log }))
    const jobs = createJobs({ clock })
    ending.push(() => jobs.stop())

    const [secondFactors, challenges] = [
      await openSecondFactors(pg, { clock, vault, issuer: 'Hindsight' }),
      await openChallenges(pg, clock),
    ]
    const throttle = createThrottle(clock)
    const pruning = setInterval(() => {
      Promise.all([sessions.prune(), challenges.prune()]).catch((error: unknown) =>
        log.warn({ err: error }, 'what has expired could not be deleted'),
      )
    }, pruneEvery).unref()
    ending.push(async () => clearInterval(pruning))
    const ended = identity.changed
    const signIns = createSignIns({
      sessions,
      passwords,
      secondFactors,
      challenges,
      throttle,
      rules,
      execute,
      clock,
      ended,
    })
    const packages = once(() => installedPackages(project))
    const checks = createSecurityChecks({
      execute,
      packages,
      advisories: options.advisories,
      ask: askAdvisories,
      replies: () =>
        Promise.all(
          ['/', '/api/me', '/api/docs', '/health/live'].map(async (path) => {
            const { headers } = await app.inject(path)
            return { path, headers }
          }),
        ),
    })
    const parts: Services = {
      log,
      clock,
      version,
      publicUrl,
      webRoot,
      faces: {
        deciders,
        commands,
        queries,
        models: projections.map(({ name }) => name),
        privateModels: new Set(projections.filter((one) => one.private).map(({ name }) => name)),
        titles,
        origins,
        fields,
      },
      execute,
      events: cache.events,
      history: cache.history,
      readModels,
      eventIndex,
      sagas,
      identity,
      jobs,
      access,
      metrics: createMetrics(),
      streams: () => store.streams(),
      checks: { eventStore: () => store.ping(), postgres: () => pg.owner.query('select 1') },
      extensions: [
        signInEndpoints({ signIns, sessions, execute }),
        oidcEndpoints({
          oidc: options.oidc && createOidc(options.oidc, clock),
          signIns,
          sessions,
          execute,
        }),
        meEndpoints({ signIns, execute, passwords, throttle }),
        secondFactorEndpoints({ execute, secondFactors, rules }),
        sessionEndpoints({ sessions, signIns, rules }),
        apiKeyEndpoints({ execute, apiKeys, rules }),
        signInPolicyEndpoints(rules),
        preferencesEndpoints({ execute }),
        noticeEndpoints({ execute, mails: options.mail !== undefined }),
        leavingEndpoints({ execute }),
        organisationEndpoints,
        quoteDocument,
        securityCheckEndpoints(checks, options.advisories?.registry ?? null),
        helpEndpoints(once(() => readHelp(join(project, 'help')))),
        supportEndpoints({ execute }),
        trainingEndpoints({ execute }),
        alertPolicyEndpoints,
        importEndpoints,
        (_, services) => accessExplained(services),
        transparencyEndpoints({ tree, store, pg }),
        privacyEndpoints({ privacy, retention }),
        exportEndpoints({ tree, store, disclosure, folder, verifier }),
      ],
    }
    const check = alertCheck({ sessions, access, execute, events: parts.events, clock, readModels })
    const services = options.change?.(parts) ?? parts
    const app = buildApp(services)
    ending.push((patience) => closeWithin(patience, app))
    await app.ready()
    ending.push(turns.schedule('alerts', '* * * * *', check))
    ending.push(turns.schedule('security-check', nightly, checks.nightly))
    return { ...writing, app, services, sessions, tree, privacy, retention, pg, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Closing waits for every request; one whose sender has gone quiet half-way would never end. */
async function closeWithin(patience: number, app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), patience)
  await app.close()
  clearTimeout(cut)
}
