import { z } from 'zod'
import { uuid } from '../../domain/values/uuid.ts'
import type { MailStore } from '../../platform/mail/mail-store.ts'
import { endpoint } from '../http/endpoint.ts'
import { answer, askedBy, outcomeSchema } from '../http/routes.ts'
import type { Services } from '../http/services.ts'

interface Account {
  model: string
  name: string
  /** The plural in its path. */
  resource: string
  summary: string
  /** Under which id the password in force is kept. */
  secretOf: (id: string) => Promise<string | undefined>
}

/** The password of one of our accounts elsewhere, by `<model>.set-password`: it is kept sealed, and told to nobody. */
export const passwordEndpoint = (
  { model, name, resource, summary, secretOf }: Account,
  { execute, mailStore }: Pick<Services, 'execute'> & { mailStore: Pick<MailStore, 'keep'> },
) =>
  endpoint({
    name,
    method: 'POST',
    path: `/${resource}/:id/password`,
    summary,
    tag: resource,
    access: { permission: `${model}.change` },
    headers: 'command',
    parameters: z.object({ id: uuid }),
    body: z.object({ password: z.string().min(1).max(500) }),
    reply: outcomeSchema,
    async run({ parameters: { id }, body: { password }, request, reply }) {
      const command = `${model}.set-password`
      const { commandId: _, ...once } = { ...askedBy(request, command, id), command, id }
      // Whether it may be set at all is asked before it is kept.
      await execute.rehearse({ ...once, body: { secretId: id } })
      const secretId = await mailStore.keep(id, password, await secretOf(id))
      return answer(reply, await execute({ ...once, body: { secretId } }))
    },
  })

/** How what is fetched from, or held open, stands; `new`: it was never reached. */
export function healthOf(
  isSetUp: boolean,
  { error, checkedAt }: { error: string | null; checkedAt: string | null },
): 'not-set-up' | 'failing' | 'new' | 'healthy' {
  if (!isSetUp) return 'not-set-up'
  if (error !== null) return 'failing'
  return checkedAt === null ? 'new' : 'healthy'
}
