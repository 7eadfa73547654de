import { apiKey } from '../../domain/identity/api-key.ts'
import { commandsOf } from '../command.ts'

/** Issued by the endpoint that makes the key itself. */
export const apiKeyCommands = commandsOf(apiKey, () => ({
  'apiKey.issue': { summary: 'Issue an API key', internal: true },
  'apiKey.revoke': { summary: 'Revoke the API key of a user, at once and for good' },
}))
