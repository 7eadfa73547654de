import { pipeline } from '../../domain/sales/pipeline.ts'
import { type Default, handedOver } from '../handed-over.ts'
import { processManager } from '../process-manager.ts'

const none = { command: 'pipeline.change', body: { isDefault: false } }

/** At most one pipeline is the default: the one that gave way to another is none any more. */
export const defaultPipeline = processManager<Default>()(pipeline)({
  name: 'default-pipeline',
  version: 1,
  on: {
    'pipeline.created': {
      key: ({ data }) => (data.isDefault ? 'default' : undefined),
      react: (before, { aggregateId }) => handedOver(before, aggregateId, none),
    },
    'pipeline.changed': {
      key: ({ data }) => (data.changes.isDefault ? 'default' : undefined),
      react: (before, { aggregateId }) => handedOver(before, aggregateId, none),
    },
  },
  // Archived meanwhile, it is none either.
  refused: { 'pipeline.change': () => undefined },
})
