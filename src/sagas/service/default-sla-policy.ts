import { slaPolicy } from '../../domain/service/sla-policy.ts'
import { type Default, handedOver } from '../handed-over.ts'
import { processManager } from '../process-manager.ts'

const none = { command: 'slaPolicy.change', body: { default: false } }

/** At most one policy is the default: the one that gave way to another is none any more. */
export const defaultSlaPolicy = processManager<Default>()(slaPolicy)({
  name: 'default-sla-policy',
  version: 1,
  on: {
    'slaPolicy.created': {
      key: ({ data }) => (data.default ? 'default' : undefined),
      react: (before, { aggregateId }) => handedOver(before, aggregateId, none),
    },
    'slaPolicy.changed': {
      key: ({ data }) => (data.changes.default ? 'default' : undefined),
      react: (before, { aggregateId }) => handedOver(before, aggregateId, none),
    },
  },
  // Archived meanwhile, it is none either.
  refused: { 'slaPolicy.change': () => undefined },
})
