import { fieldSetQueries, fieldSetTitles } from '../../api/settings/field-set.ts'
import { fieldSetCommands } from '../../commands/settings/field-set.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { fieldSet as decider } from '../../domain/settings/field-set.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { fieldSetTable } from '../../projections/settings/field-set.ts'
import { feature } from '../feature.ts'

export const fieldSet = feature({
  decider,
  resource: 'field-sets',
  grants: () => [everyone],
  // What is known of everything is for who administrates to say; whoever fills it in reads what there is.
  authority: readByAll('fieldSet'),
  table: fieldSetTable,
  commands: fieldSetCommands,
  queries: fieldSetQueries,
  titles: fieldSetTitles,
})
