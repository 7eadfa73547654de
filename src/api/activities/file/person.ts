import type { fileLinkTable } from '../../../projections/activities/file-link.ts'
import type { TablesOf } from '../../lists/query.ts'
import { type Relation, refs, related } from '../../privacy/relations.ts'

type Tables = TablesOf<[typeof fileLinkTable]>

/** What lies with a person's record, or with what was done with them, is about them and goes with them. */
export const fileRelations: readonly Relation[] = [
  'contact',
  'lead',
  'ticket',
  'activity',
  'serviceOrder',
  'phoneCall',
].map((model) =>
  related<Tables>(model, async (db, ids) =>
    refs(
      'file',
      await db.selectFrom('fileLink').select('fileId as id').where('recordId', 'in', ids).execute(),
    ),
  ),
)
