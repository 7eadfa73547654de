import type { activityLinkTable } from '../../projections/activities/activity-link.ts'
import type { TablesOf } from '../lists/query.ts'
import { type Relation, refs, related } from '../privacy/relations.ts'

type Tables = TablesOf<[typeof activityLinkTable]>

/**
 * What was done with a person is about them: it is erased with them, though others took part, as no text can be taken
 * apart. The others are no part of this person, so that nothing leads on from there.
 */
export const activityRelations: readonly Relation[] = ['contact', 'lead', 'ticket', 'conversation'].map(
  (model) =>
    related<Tables>(model, async (db, ids) =>
      refs(
        'activity',
        await db.selectFrom('activityLink').select('activityId as id').where('recordId', 'in', ids).execute(),
      ),
    ),
)
