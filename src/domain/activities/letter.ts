import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { type AboutPerson, subject as subjectOf } from '../subject.ts'
import { letterForm } from '../values/letter-form.ts'
import { templateUse } from '../values/template-use.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'

/** So many lines an address has at most: as many as fit in a window. */
export const mostAddressLines = 6

const content = z.object({
  form: letterForm,
  contactId: uuid,
  /** Whose customer they are. */
  ownerId: uuid.nullable(),
  /** Whom of which mailing it is for; null: it was written to nobody but whom it names. */
  recipientId: uuid.nullable(),
  mailingId: uuid.nullable(),
  /** By which version of which template it was written; null: by none. */
  template: templateUse.nullable(),
  /** As it stands in the window. */
  address: personal(z.array(line(200)).max(mostAddressLines)),
  subject: personal(line(300)),
  body: personal(prose(20_000)),
})

const person = subjectOf('letter')
const nothing = z.object({})

const events = {
  'letter.written': creates(content),
  /** Somebody says that it was handed to the post. */
  'letter.posted': nothing,
  /** It came back. */
  'letter.returned': z.object({ reason: personal(line(300)).nullable() }),
  ...person.events,
}

const commands = {
  'letter.write': creates(content),
  /** The same to somebody of a mailing. */
  'letter.write-to-recipient': creates(content),
  'letter.post': nothing,
  'letter.return': z.object({ reason: personal(line(300)).nullable().default(null) }),
  ...person.commands,
}

export const letterStatuses = ['written', 'posted', 'returned'] as const
export type LetterStatus = (typeof letterStatuses)[number]

export interface LetterState extends AboutPerson, z.output<typeof content> {
  status: LetterStatus
}

const own = decider<LetterState>()({
  name: 'letter',
  events,
  commands,
  evolve: {
    'letter.written': (_, data) => ({ ...data, status: 'written' }),
    'letter.posted': (state) => ({ ...state, status: 'posted' }),
    'letter.returned': (state) => ({ ...state, status: 'returned' }),
    ...person.evolve,
  },
  decide: {
    'letter.write': (_, data) => [{ type: 'letter.written', data }],
    'letter.write-to-recipient': (_, data) => [{ type: 'letter.written', data }],
    'letter.post': ({ status }) => {
      if (status === 'returned') conflict('letter.returned', 'It came back: write another.')
      return status === 'posted' ? [] : [{ type: 'letter.posted', data: {} }]
    },
    'letter.return': ({ status }, data) => {
      if (status === 'written') conflict('letter.not-posted', 'It was not handed to the post.')
      return status === 'returned' ? [] : [{ type: 'letter.returned', data }]
    },
    ...person.decide,
  },
})

/** A letter by post: what it says and to whom, for ever; whether it was posted is for people to say. */
export const letter = withLinks('letter', own, z.object({ contactId: uuid, ownerId: uuid.nullable() }))
