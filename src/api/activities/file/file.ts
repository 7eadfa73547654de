import { z } from 'zod'
import { filedWith, sha256 } from '../../../domain/activities/file.ts'
import { fileTypeNamed } from '../../../domain/activities/file-type.ts'
import { instant } from '../../../domain/values/instant.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { fileTable } from '../../../projections/activities/file.ts'
import { userTable } from '../../../projections/identity/user.ts'
import { flag } from '../../lists/page.ts'
import { recordQueries } from '../../lists/record-queries.ts'

const type = z.string().describe('What it is, by its content.')
const bytes = z.int()

export const fileQueries = recordQueries(fileTable)({
  resource: 'files',
  summary: 'Files, by the record they lie with; those with a new version last come first',
  row: z.object({
    name: z.string(),
    model: filedWith.shape.model,
    recordId: uuid,
    type,
    bytes,
    version: z.int(),
    versions: z
      .array(
        z
          .object({
            version: z.int(),
            name: z.string(),
            type,
            bytes,
            hash: sha256.nullable().describe('SHA-256 of its content; null where the person was erased.'),
            addedById: uuid.nullable(),
            at: instant,
          })
          .register(vocabulary, { id: 'FileVersion' }),
      )
      .describe('All there are, the first one first.'),
    preview: z.boolean().describe('Whether a browser may show it: `?inline=true` at its content.'),
    addedById: uuid.nullable(),
    at: instant,
    removed: z.boolean(),
    forCustomer: z
      .boolean()
      .describe('Whether the customer whose record it lies with sees it in the portal.'),
  }),
  shown: ({ versions, ...row }) => ({
    ...row,
    // Nothing where a role hides them.
    versions: (versions ?? []).map((one, index) => {
      const { blob: _, key: __, ...told } = one
      return { version: index + 1, ...told }
    }),
    preview: fileTypeNamed(row.type)?.preview ?? false,
  }),
  references: { addedById: userTable },
  filters: { recordId: uuid, model: filedWith.shape.model, removed: flag, forCustomer: flag },
  sorts: ['-at', 'name', 'bytes', 'createdAt', 'updatedAt'],
  search: ['name'],
})
