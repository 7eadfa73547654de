import { refuse } from '../../domain/error.ts'
import { share } from '../../domain/identity/share.ts'
import { team } from '../../domain/identity/team.ts'
import { user } from '../../domain/identity/user.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { commandsOf } from '../command.ts'
import { Forbidden, NotFound } from '../errors.ts'

export const shareCommands = commandsOf(share, (prepared) => ({
  'share.grant': {
    summary: 'Share a record with a user or a team, to read or to act on it, for a reason and perhaps a time',
    ...prepared(share.commands['share.grant'].schema, async (body, { load, access }) => {
      const held = await access(body.model, body.recordId)
      if (held === undefined) throw new NotFound(`${body.model} ${body.recordId}`)
      // What was only shared with me is not mine to pass on.
      if (held !== 'own') throw new Forbidden('share.grant')
      const found = await load(body.grantee === 'user' ? user : team, body.granteeId)
      if (!found) refuse('share.unknown-grantee', `There is no such ${body.grantee}.`, { field: 'granteeId' })
      return body
    }),
  },
  'share.revoke': {
    summary: 'Take back a share',
    ...prepared(share.commands['share.revoke'], (body, { state, principal }) => {
      // One member does not give up what the others have.
      const { grantee, granteeId, grantedBy } = state
      const { actor, keys } = principal
      const mine = [grantedBy, ...(grantee === 'user' ? [granteeId] : [])].includes(actor.id)
      const over = keys.includes(keyOf.user(grantedBy)) || keys.includes(keyOf.all('*'))
      if (!mine && !over) throw new Forbidden('share.revoke')
      return body
    }),
  },
}))
