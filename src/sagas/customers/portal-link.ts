import { contact } from '../../domain/customers/contact.ts'
import { processManager } from '../process-manager.ts'

const send = (aggregateId: string) => ({
  send: [{ command: 'contact.send-portal-link', id: aggregateId, body: {} }],
})

/** Whoever is invited to the portal, or has asked for a link to it, gets one by mail. */
export const portalLink = processManager()(contact)({
  name: 'portal-link',
  version: 1,
  effect: 'contact.send-portal-link',
  on: {
    'contact.invited-to-portal': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId }) => send(aggregateId),
    },
    'contact.portal-link-requested': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId }) => send(aggregateId),
    },
  },
})
