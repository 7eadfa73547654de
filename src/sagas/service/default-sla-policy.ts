import { slaPolicy } from '../../domain/service/sla-policy.ts'
import { processManager, type Reaction } from '../process-manager.ts'

interface Default {
  id: string
}

/** At most one policy is the default: the one that gave way to another is none any more. */
export const defaultSlaPolicy = processManager<Default>()(slaPolicy)({
  name: 'default-sla-policy',
  version: 1,
  on: {
    'slaPolicy.created': {
      key: ({ data }) => (data.default ? 'default' : undefined),
      react: (before, { aggregateId }) => handedOver(before, aggregateId),
    },
    'slaPolicy.changed': {
      key: ({ data }) => (data.changes.default ? 'default' : undefined),
      react: (before, { aggregateId }) => handedOver(before, aggregateId),
    },
  },
  // Archived meanwhile, it is none either.
  refused: { 'slaPolicy.change': () => undefined },
})

function handedOver(before: Default | undefined, id: string): Reaction<Default> {
  const isAnother = before !== undefined && before.id !== id
  return {
    state: { id },
    send: isAnother ? [{ command: 'slaPolicy.change', id: before.id, body: { default: false } }] : [],
  }
}
