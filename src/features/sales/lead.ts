import { leadQueries, leadTitles } from '../../api/sales/lead.ts'
import { leadRelations } from '../../api/sales/lead-person.ts'
import { leadScoreExplained } from '../../api/sales/lead-score.ts'
import { leadCommands } from '../../commands/sales/lead.ts'
import { told } from '../../domain/identity/notice.ts'
import { lead as decider } from '../../domain/sales/lead.ts'
import { ownedBy } from '../../platform/people/permissions.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { leadConversion } from '../../sagas/sales/lead-conversion.ts'
import { feature } from '../feature.ts'

const whole = { may: ['lead.*'], queue: true } as const

export const lead = feature({
  decider,
  resource: 'leads',
  grants: ({ ownerId }) => ownedBy(ownerId, 'lead'),
  authority: { manager: whole, rep: whole },
  table: leadTable,
  commands: leadCommands,
  queries: [...leadQueries, leadScoreExplained],
  titles: leadTitles,
  sagas: [leadConversion],
  inMail: [],
  ownership: {
    column: 'ownerId',
    command: 'lead.assign',
    open: { column: 'status', is: ['new', 'working', 'qualified'] },
  },
  told: told(decider)(
    { 'lead.assigned': 'A lead was assigned to you' },
    {
      'lead.captured': ({ data }) => ({ kind: 'lead.assigned', userIds: [data.ownerId] }),
      'lead.assigned': ({ data }) => ({ kind: 'lead.assigned', userIds: [data.ownerId] }),
    },
  ),
  relations: leadRelations,
  retained: true,
})
