import { apiKey } from '../../domain/identity/api-key.ts'
import { user } from '../../domain/identity/user.ts'
import { commandsOf } from '../command.ts'
import { mustExist } from '../references.ts'

/** Issued by the endpoint that makes the key itself. */
export const apiKeyCommands = commandsOf(apiKey, (prepared) => ({
  'apiKey.issue': {
    summary: 'Issue an API key',
    internal: true,
    ...prepared(apiKey.commands['apiKey.issue'].schema, async (body, asking) => {
      await mustExist('apiKey', body, { ownerId: user }, asking)
      return body
    }),
  },
  'apiKey.revoke': { summary: 'Revoke the API key of a user, at once and for good' },
}))
