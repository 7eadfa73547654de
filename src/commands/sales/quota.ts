import { refuse } from '../../domain/error.ts'
import { team } from '../../domain/identity/team.ts'
import { user } from '../../domain/identity/user.ts'
import { quota } from '../../domain/sales/quota.ts'
import { keyOf, ownedBy, sees } from '../../platform/people/permissions.ts'
import { commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'

/** Who is to bring it sees a quota, and so does who sees what they own. */
export function quotaGrants({
  ownerId,
  teamId,
}: {
  ownerId: string | null
  teamId: string | null
}): string[] {
  return teamId === null ? ownedBy(ownerId, 'quota') : [keyOf.team(teamId)]
}

export const quotaCommands = commandsOf(
  quota,
  (prepared) => ({
    'quota.create': {
      summary: 'Set a quota for a person or a team, for a period',
      ...prepared(quota.commands['quota.create'].schema, async (body, asking) => {
        await mustExist('quota', body, { ownerId: user, teamId: team }, asking)
        const isOfOne = (body.ownerId === null) !== (body.teamId === null)
        if (isOfOne && !sees(asking.principal.keys, 'quota', asking.id, quotaGrants(body)))
          refuse('quota.not-yours', 'You set quotas for yourself, your teams and who is in them.', {
            field: body.teamId === null ? 'ownerId' : 'teamId',
          })
        return body
      }),
    },
    'quota.change': {
      summary: 'Change how much a quota is of, or its period',
      inverse: asBefore('quota.change'),
    },
    'quota.archive': { summary: 'Archive a quota: it counts no more', inverse: by('quota.restore') },
    'quota.restore': { summary: 'Restore an archived quota', inverse: by('quota.archive') },
  }),
  {
    unique: ({ ownerId, teamId, startsOn, endsOn, target }) => [
      { kind: 'quota-period', value: [ownerId ?? teamId, startsOn, endsOn, target.currency].join(' ') },
    ],
  },
)
