import type { UnlistedEntry } from '../../records/entry.ts'

export const pipeline: UnlistedEntry = {
  is: 'unlisted',
  model: 'pipeline',
  path: 'pipelines',
  directory: true,
  configuration: true,
}
