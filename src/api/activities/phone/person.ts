import type { phoneCallLinkTable } from '../../../projections/activities/phone-call.ts'
import type { TablesOf } from '../../lists/query.ts'
import { type Relation, refs, related } from '../../privacy/relations.ts'

type Tables = TablesOf<[typeof phoneCallLinkTable]>

/** What was said to a person on the telephone is about them, and goes with them. */
export const phoneCallRelations: readonly Relation[] = ['contact', 'lead', 'ticket'].map((model) =>
  related<Tables>(model, async (db, ids) =>
    refs(
      'phoneCall',
      await db.selectFrom('phoneCallLink').select('phoneCallId as id').where('recordId', 'in', ids).execute(),
    ),
  ),
)
