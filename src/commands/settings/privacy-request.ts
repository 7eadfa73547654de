import { privacyRequest } from '../../domain/settings/privacy-request.ts'
import { commandsOf } from '../command.ts'

/** Sent by the handling of requests, which does what they say. */
export const privacyRequestCommands = commandsOf(privacyRequest, () => ({
  'privacyRequest.make': { summary: 'Note what a person asks for by right', internal: true },
  'privacyRequest.complete': { summary: 'Note that it was done', internal: true },
}))
