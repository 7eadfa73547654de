import type { Kysely } from 'kysely'
import { originOfServer } from '../../../domain/activities/phone-line.ts'
import { systemPrincipal } from '../../../platform/people/permissions.ts'
import type { phoneLineTable } from '../../../projections/activities/phone-line.ts'
import type { Extension, ReadModels } from '../../http/services.ts'
import type { TablesOf } from '../../lists/query.ts'

const eyes = systemPrincipal('phone-lines', { kind: 'session' })

/**
 * What the app's page may do beyond what all pages may: speak with the servers of our lines, and use a microphone. Where
 * there is no line it may neither.
 */
export const phonePageHeaders: Extension = (app, { readModels, log }) => {
  app.addHook('onSend', async (_request, reply, payload) => {
    const policy = reply.raw.getHeader('content-security-policy')
    const isPage = String(reply.getHeader('content-type')).startsWith('text/html')
    // Pages for strangers have a policy of their own.
    const isOurs = reply.getHeader('content-security-policy') === policy
    if (!isPage || typeof policy !== 'string' || !isOurs) return payload
    const servers = await serversOf(readModels).catch((error: unknown) => {
      log.warn({ error }, 'a page was sent without leave to telephone')
      return []
    })
    if (servers.length > 0)
      reply.headers({
        'content-security-policy': policy.replace("connect-src 'self'", `$& ${servers.join(' ')}`),
        'permissions-policy': 'camera=(), geolocation=(), microphone=(self)',
      })
    return payload
  })
  return []
}

/** Of lines that somebody telephones by, as a policy names them; so many at most, as no header may grow without end. */
async function serversOf(readModels: Pick<ReadModels, 'read'>): Promise<string[]> {
  const rows = await readModels.read(eyes, {}, (db) =>
    (db as never as Kysely<TablesOf<[typeof phoneLineTable]>>)
      .selectFrom('phoneLine')
      .select('server')
      .distinct()
      .where('archived', '=', false)
      .where('userId', 'is not', null)
      .orderBy('server')
      .limit(20)
      .execute(),
  )
  return [...new Set(rows.map(({ server }) => originOfServer(server)))]
}
