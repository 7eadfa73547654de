import { channelQuery } from '../../api/customers/channels.ts'
import { contactQueries, contactTitles } from '../../api/customers/contact.ts'
import { contactAnalysis } from '../../api/customers/contact-analysis.ts'
import { contactRelations } from '../../api/customers/contact-person.ts'
import { duplicateQueries } from '../../api/customers/duplicates.ts'
import { employmentQuery } from '../../api/customers/employment.ts'
import { contactCommands } from '../../commands/customers/contact.ts'
import { contact as decider } from '../../domain/customers/contact.ts'
import { ownedBy } from '../../platform/people/permissions.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { feature } from '../feature.ts'

const whole = { may: ['contact.*'], seesAll: true } as const

export const contact = feature({
  decider,
  resource: 'contacts',
  grants: ({ ownerId }) => ownedBy(ownerId, 'contact'),
  authority: { manager: whole, rep: whole, agent: whole },
  table: contactTable,
  commands: contactCommands,
  queries: [
    ...contactQueries,
    employmentQuery,
    contactAnalysis,
    channelQuery(contactTable, 'contacts'),
    ...duplicateQueries('contact'),
  ],
  titles: contactTitles,
  inMail: [],
  origin: { field: 'leadId', aggregate: 'lead' },
  ownership: { column: 'ownerId', command: 'contact.change' },
  relations: contactRelations,
  retained: true,
})
