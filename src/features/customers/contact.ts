import { contactQueries, contactTitles } from '../../api/customers/contact.ts'
import { contactRelations } from '../../api/customers/contact-person.ts'
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
  queries: contactQueries,
  titles: contactTitles,
  inMail: [],
  origin: { field: 'leadId', aggregate: 'lead' },
  ownership: { column: 'ownerId', command: 'contact.change' },
  relations: contactRelations,
  retained: true,
})
