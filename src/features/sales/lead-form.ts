import { leadFormQueries, leadFormTitles } from '../../api/sales/lead-form.ts'
import { leadFormPages } from '../../api/sales/submission.ts'
import { leadFormCommands } from '../../commands/sales/lead-form.ts'
import { leadForm as decider } from '../../domain/sales/lead-form.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { leadFormTable } from '../../projections/sales/lead-form.ts'
import { feature } from '../feature.ts'

/** Forms for strangers, and the pages that show them. */
export const leadForm = feature({
  decider,
  resource: 'lead-forms',
  grants: () => [everyone],
  authority: {
    manager: { may: ['leadForm.*'], seesAll: true },
    rep: { may: ['leadForm.read'], seesAll: true },
  },
  table: leadFormTable,
  commands: leadFormCommands,
  queries: leadFormQueries,
  titles: leadFormTitles,
  endpoints: [leadFormPages],
})
