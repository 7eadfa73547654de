import { type FiledModel, type FileVersion, file, filedModels } from '../../domain/activities/file.ts'
import { personIn, type RecordedEvent } from '../../domain/event.ts'
import {
  bigint,
  boolean,
  type Column,
  instant,
  integer,
  json,
  nullable,
  projection,
  text,
  uuid,
} from '../projection.ts'

type Of = Pick<RecordedEvent, 'occurredAt' | 'metadata'>

const modelText: Column<FiledModel> = { sql: 'text', nullable: false }

const versionOf = (
  { name, content }: { name: string; content: Omit<FileVersion, 'name' | 'at' | 'addedById'> },
  { occurredAt: at, metadata: { actor } }: Of,
): FileVersion => ({ ...content, name, at, addedById: personIn(actor) })

export const fileTable = projection(file)({
  name: 'file',
  version: 2,
  label: ['name'],
  columns: {
    name: text,
    model: modelText,
    recordId: uuid,
    type: text,
    bytes: bigint,
    version: integer,
    versions: json<readonly FileVersion[]>(),
    addedById: nullable(uuid),
    /** When there was a version last. */
    at: instant,
    removed: boolean,
    forCustomer: boolean,
  },
  sameField: [
    ['versions', 'content', 'type', 'bytes', 'version', 'at'],
    ['model', 'recordId', 'record'],
  ],
  seenWith: { links: 'fileLink', by: 'fileId', models: filedModels },
  indexes: [['recordId', 'removed', 'at'], ['at'], ['name'], ['bytes'], ['createdAt'], ['updatedAt']],
  on: {
    'file.added': (_, event) => {
      const { name, content, record } = event.data
      const first = versionOf(event.data, event)
      const { type, bytes } = content
      const { addedById, at } = first
      return {
        name,
        model: record.model,
        recordId: record.id,
        type,
        bytes,
        version: 1,
        versions: [first],
        addedById,
        at,
        removed: false,
        forCustomer: false,
      }
    },
    'file.replaced': (row, event) => {
      if (!row) return row
      const { name, content } = event.data
      const { type, bytes } = content
      const next = versionOf(event.data, event)
      return {
        ...row,
        name,
        type,
        bytes,
        version: row.version + 1,
        versions: [...row.versions, next],
        at: next.at,
      }
    },
    'file.relinked': (row, { data: { links } }) =>
      row && links.record ? { ...row, model: links.record.model, recordId: links.record.id } : row,
    'file.renamed': (row, { data }) => row && { ...row, ...data },
    'file.removed': (row) => row && { ...row, removed: true },
    'file.restored': (row) => row && { ...row, removed: false },
    'file.shown-to-customer': (row) => row && { ...row, forCustomer: true },
    'file.hidden-from-customer': (row) => row && { ...row, forCustomer: false },
  },
})
