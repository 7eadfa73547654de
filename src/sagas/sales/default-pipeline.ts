import { pipeline } from '../../domain/sales/pipeline.ts'
import { processManager, type Reaction } from '../process-manager.ts'

interface Default {
  id: string
}

/** At most one pipeline is the default: the one that gave way to another is none any more. */
export const defaultPipeline = processManager<Default>()(pipeline)({
  name: 'default-pipeline',
  version: 1,
  on: {
    'pipeline.created': {
      key: ({ data }) => (data.isDefault ? 'default' : undefined),
      react: (before, { aggregateId }) => handedOver(before, aggregateId),
    },
    'pipeline.changed': {
      key: ({ data }) => (data.changes.isDefault ? 'default' : undefined),
      react: (before, { aggregateId }) => handedOver(before, aggregateId),
    },
  },
  // Archived meanwhile, it is none either.
  refused: { 'pipeline.change': () => undefined },
})

function handedOver(before: Default | undefined, id: string): Reaction<Default> {
  const isAnother = before !== undefined && before.id !== id
  return {
    state: { id },
    send: isAnother ? [{ command: 'pipeline.change', id: before.id, body: { isDefault: false } }] : [],
  }
}
