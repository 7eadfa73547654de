import { shareQueries, shareTitles } from '../../api/identity/share.ts'
import { shareCommands } from '../../commands/identity/share.ts'
import { told } from '../../domain/identity/notice.ts'
import { share as decider } from '../../domain/identity/share.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { shareTable } from '../../projections/identity/share.ts'
import { feature } from '../feature.ts'

const sharing = { may: ['share.read', 'share.grant', 'share.revoke'] }

export const share = feature({
  decider,
  resource: 'shares',
  // Who shared it and with whom it was shared know of a share; so do those who see what they see.
  grants: ({ grantedBy, grantee, granteeId }) => [
    keyOf.user(grantedBy),
    grantee === 'user' ? keyOf.user(granteeId) : keyOf.team(granteeId),
  ],
  authority: { manager: sharing, rep: sharing, agent: sharing },
  table: shareTable,
  commands: shareCommands,
  queries: shareQueries,
  titles: shareTitles,
  told: told(decider)(
    { 'share.granted': 'A record was shared with you' },
    {
      'share.granted': ({ data: { model, recordId, grantee, granteeId } }) => ({
        kind: 'share.granted',
        model,
        recordId,
        userIds: grantee === 'user' ? [granteeId] : [],
        teamId: grantee === 'team' ? granteeId : null,
      }),
    },
  ),
})
