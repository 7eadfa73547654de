import { keepSealed } from '../api/log/access.ts'
import { createPrivacy } from '../api/privacy/requests.ts'
import { createRetention } from '../api/privacy/retention.ts'
import { createSecurityChecks } from '../api/settings/security-check.ts'
import type { Reply } from '../api/settings/security-headers.ts'
import type { FileState } from '../domain/activities/file.ts'
import type { ContactState } from '../domain/customers/contact.ts'
import type { UserState } from '../domain/identity/user.ts'
import type { Files } from '../platform/files/files.ts'
import { openAccessLog } from '../platform/log/access-log.ts'
import { createTransparencyLog } from '../platform/log/transparency-log.ts'
import type { WebhookStore } from '../platform/outside/webhook-store.ts'
import { systemPrincipal } from '../platform/people/permissions.ts'
import type { Clock } from '../platform/process/clock.ts'
import type { Advisories } from '../platform/process/config.ts'
import type { Log } from '../platform/process/log.ts'
import { once } from '../platform/process/once.ts'
import { askAdvisories, installedPackages } from '../platform/process/packages.ts'
import { personalFields } from '../platform/vault/personal-fields.ts'
import { project } from '../project.ts'
import { deciders, keptWithFiles, relations } from '../registry.ts'
import type { OpenLog } from './log.ts'
import type { ReadSide } from './read-side.ts'
import { room } from './room.ts'
import type { SignIn } from './sign-in.ts'

/** What shows that all is as it should be: the tree over the log, privacy, who read what, and security checks. */
export const openTrust = (
  parts: OpenLog & ReadSide & SignIn & { files: Files; webhooks: WebhookStore },
  options: {
    log: Log
    clock: Clock
    signingSeed: Uint8Array
    accessLogDays: number
    advisories: Advisories | undefined
    /** How the app answers a request of our own. */
    reply: (path: string) => Promise<Pick<Reply, 'headers'>>
  },
) =>
  room(async (later) => {
    const { pg, store, followed, codec, vault, ledger, execute, readModels } = parts
    const { log, clock, signingSeed, accessLogDays, advisories, reply } = options
    const tree = createTransparencyLog({ pg, store: followed, log, seed: signingSeed })
    later(() => tree.stop())
    const privacy = createPrivacy({
      pg,
      store,
      fields: personalFields(codec.specs),
      clock,
      execute,
      aggregates: parts.aggregates,
      readModels,
      vault,
      ledger,
      deciders,
      relations,
      tree,
      eventIndex: parts.eventIndex,
      forget: async ({ aggregate, id }, state) => {
        await parts.webhooks.forget(id)
        if (aggregate === 'user') await parts.forget(state as UserState)
        if (aggregate === 'contact') await parts.forgetCustomer(id, state as ContactState)
        if (aggregate === 'file') await parts.files.forget((state as FileState).versions)
      },
    })
    const retention = createRetention({ pg, privacy, clock, log, withFiles: keptWithFiles })
    const access = await openAccessLog(pg, log)
    later(() => access.stop())
    const principal = systemPrincipal('access-log', { kind: 'timer' })
    const seal = (body: object) => execute({ command: 'accessSeal.make', body, principal })
    later(keepSealed({ access, seal, clock, keepDays: accessLogDays, log }))
    const securityChecks = createSecurityChecks({
      execute,
      packages: once(() => installedPackages(project)),
      advisories,
      ask: askAdvisories,
      replies: () =>
        Promise.all(
          ['/', '/api/me', '/api/docs', '/health/live'].map(async (path) => ({
            path,
            headers: (await reply(path)).headers,
          })),
        ),
    })
    return { tree, privacy, retention, access, securityChecks, registry: advisories?.registry ?? null }
  })

export type Trust = Awaited<ReturnType<typeof openTrust>>
