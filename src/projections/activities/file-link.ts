import { file } from '../../domain/activities/file.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { projection, text, uuid } from '../projection.ts'

/** With which record a file lies: by it who sees the record sees the file. */
export const fileLinkTable = projection(file)({
  name: 'fileLink',
  version: 1,
  columns: { fileId: uuid, model: text, recordId: uuid },
  // It says that there is a file, and nothing of it.
  grants: () => [everyone],
  indexes: [['recordId', 'fileId'], ['fileId']],
  on: {
    'file.added': (_, { aggregateId, data: { record } }) => ({
      fileId: aggregateId,
      model: record.model,
      recordId: record.id,
    }),
    'file.relinked': (row, { data: { links } }) =>
      row && links.record ? { ...row, model: links.record.model, recordId: links.record.id } : row,
  },
})
