import type { Kysely } from 'kysely'
import { activity, type Participant } from '../../../domain/activities/activity.ts'
import { user } from '../../../domain/identity/user.ts'
import { systemPrincipal } from '../../../platform/people/permissions.ts'
import type { mailboxTable } from '../../../projections/activities/mailbox.ts'
import type { Effect, SendRequest } from '../../../sagas/outbox.ts'
import type { Services } from '../../http/services.ts'
import type { TablesOf } from '../../lists/query.ts'

const eyes = systemPrincipal('invitations', { kind: 'saga' })

/**
 * Orders the mail by which somebody hears of an appointment: from the own mailbox of whose it is, else from a shared one, so that
 * what their calendar answers comes to where it is read. Where no mailbox sends, nobody is written to.
 */
export function invitationStep({ execute, readModels }: Pick<Services, 'execute' | 'readModels'>): Effect {
  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const { activityId, participant, why } = request.body as {
      activityId: string
      participant: Participant
      why: string
    }
    const about = await execute.load(activity, activityId)
    // Who has declined is not reminded, and what was cancelled meanwhile is not sent out any more.
    if (!about || (why === 'reminder' && about.responses[participant.id] === 'declined'))
      return { events: [] }
    if (why !== 'cancelled' && about.status !== 'open') return { events: [] }
    const box = await sendingFor(about.assigneeId)
    if (box === undefined) return { events: [] }
    // Whoever sends from their own mailbox has what they have sent.
    const theirs = participant.model === 'user' ? await execute.load(user, participant.id) : undefined
    if (theirs && theirs.email === box.address) return { events: [] }
    return execute({ ...request, body: { ...(request.body as object), mailboxId: box.id } })
  }

  async function sendingFor(userId: string | null): Promise<{ id: string; address: string } | undefined> {
    const rows = await readModels.read(eyes, {}, (db) =>
      (db as never as Kysely<TablesOf<[typeof mailboxTable]>>)
        .selectFrom('mailbox')
        .select(['id', 'address', 'ownerId', 'teamId'])
        .where('archived', '=', false)
        .where('smtp', 'is not', null)
        .where('hasPassword', '=', true)
        .orderBy('createdAt')
        .execute(),
    )
    return (
      rows.find(({ ownerId }) => userId !== null && ownerId === userId) ??
      rows.find(({ ownerId, teamId }) => ownerId === null && teamId === null) ??
      rows.find(({ ownerId }) => ownerId === null)
    )
  }

  return (requests) => Promise.all(requests.map(step))
}
