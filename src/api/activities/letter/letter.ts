import { z } from 'zod'
import { letter, letterStatuses } from '../../../domain/activities/letter.ts'
import { instant } from '../../../domain/values/instant.ts'
import { letterForm } from '../../../domain/values/letter-form.ts'
import { templateUse } from '../../../domain/values/template-use.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { letterTable } from '../../../projections/activities/letter.ts'
import { contactTable } from '../../../projections/customers/contact.ts'
import { userTable } from '../../../projections/identity/user.ts'
import { mailingTable } from '../../../projections/marketing/mailing.ts'
import { recordQueries } from '../../lists/record-queries.ts'
import { titlesOf } from '../../lists/titles.ts'
import { naming, type Relation } from '../../privacy/relations.ts'

const status = z.enum(letterStatuses).register(vocabulary, { id: 'LetterStatus' })

export const letterQueries = recordQueries(letterTable)({
  resource: 'letters',
  summary: 'Letters by post, and whether they were posted',
  row: z.object({
    form: letterForm,
    contactId: uuid,
    ownerId: uuid.nullable(),
    recipientId: uuid.nullable().describe('Whom of a mailing it is for.'),
    mailingId: uuid.nullable(),
    template: templateUse.nullable().describe('By which version of which template it was written.'),
    address: z.array(z.string()).describe('As it stands in the window.'),
    subject: z.string(),
    body: z.string(),
    status,
    writtenAt: instant,
    postedAt: instant.nullable(),
    returnedAt: instant.nullable(),
    reason: z.string().nullable().describe('Why it came back.'),
  }),
  shown: ({ template, address, ...row }) => ({
    ...row,
    template: template ?? null,
    address: [...(address ?? [])],
  }),
  references: { contactId: contactTable, ownerId: userTable, mailingId: mailingTable },
  filters: { status, contactId: uuid, mailingId: uuid, ownerId: uuid },
  sorts: ['-createdAt', 'writtenAt', 'postedAt', 'updatedAt'],
  search: ['subject'],
})

/** The events of a letter in the words of the product. */
export const letterTitles = titlesOf(letter, {
  'letter.written': ({ data }) => `Letter written: ${data.subject}`,
  'letter.posted': () => 'Handed to the post',
  'letter.returned': ({ data: { reason } }) => (reason ? `Came back: ${reason}` : 'Came back'),
})

/** What was written to a person is about them, and goes with them. */
export const letterRelations: readonly Relation[] = [naming('contact', letterTable, 'contactId')]
