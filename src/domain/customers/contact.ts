import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates } from '../event.ts'
import { personal } from '../personal.ts'
import { type RecordState, record } from '../record.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { email } from '../values/email.ts'
import { personName } from '../values/person-name.ts'
import { phone } from '../values/phone.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { ownerFor } from './owner.ts'

const fields = z.object({
  name: personName,
  email: personal(email).nullable().default(null),
  phone: personal(phone).nullable().default(null),
  title: personal(line(120)).nullable().default(null),
  accountId: uuid.nullable().default(null),
  ownerId: uuid.nullable().default(null),
  /** The lead it was made from. */
  leadId: uuid.nullable().default(null),
})

const plain = record('contact', fields)
const person = subject('contact')

export type ContactState = RecordState<z.output<typeof fields>> & AboutPerson

/** A person we deal with, mostly at an account. */
export const contact = decider<ContactState>()({
  name: 'contact',
  events: { ...plain.events, ...person.events },
  commands: {
    ...plain.commands,
    ...person.commands,
    /** The same with the lead's own data, so that no copy of a person's data has to wait in a saga. */
    'contact.create-from-lead': creates(fields),
  },
  evolve: { ...plain.evolve, ...person.evolve },
  decide: {
    ...plain.decide,
    ...person.decide,
    'contact.create': (_, input, { actor }) => [
      { type: 'contact.created', data: { ...input, ownerId: ownerFor(input.ownerId, actor) } },
    ],
    'contact.create-from-lead': (_, input) => [{ type: 'contact.created', data: input }],
  },
})
