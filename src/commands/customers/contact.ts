import { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import { refuse } from '../../domain/error.ts'
import { user } from '../../domain/identity/user.ts'
import { type LeadState, lead } from '../../domain/sales/lead.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { chosen } from '../choices.ts'
import { commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { keptInSight, mustExist } from '../references.ts'
import { subjectCommands } from '../subject.ts'
import { taggingCommands } from '../tagging.ts'
import { withdrawingCommands } from '../withdrawing.ts'
import { reachingCommands } from './channels.ts'
import { mergingCommands } from './merging.ts'
import { portalAccessCommands } from './portal-access.ts'

/** The claim on an e-mail address, by which a lead's person is recognised. */
export const contactEmailClaim = (email: string) => ({ kind: 'contact-email', value: email })

const references = { accountId: account, ownerId: user, leadId: lead }
const listed = { classification: 'classification' } as const

export const contactCommands = commandsOf(
  contact,
  (prepared) => ({
    'contact.create': {
      summary: 'Create a contact',
      ...prepared(contact.commands['contact.create'].schema, async (body, asking) => {
        await mustExist('contact', body, references, asking)
        return keptInSight('contact', await chosen('contact', body, listed, asking), asking)
      }),
    },
    'contact.create-from-lead': {
      summary: 'Create a contact from what is known of a lead',
      internal: true,
      ...prepared(
        z.object({ leadId: uuid, accountId: uuid.nullable(), ownerId: uuid }),
        async (body, asking) => {
          await mustExist('contact', body, { accountId: account, ownerId: user }, asking)
          const found = await asking.load(lead, body.leadId)
          if (!found) refuse('contact.lead-unknown', 'There is no such lead.', { field: 'leadId' })
          const { name, email, phone } = found
          const suppressions = [...(found.suppressions ?? [])]
          return { ...body, name, email, phone, consent: consentIn(found), suppressions }
        },
      ),
    },
    'contact.change': {
      summary: 'Change a contact',
      inverse: asBefore('contact.change'),
      ...prepared(contact.commands['contact.change'], async (body, asking) => {
        await mustExist('contact', body, references, asking)
        return chosen('contact', body, listed, asking)
      }),
    },
    'contact.archive': { summary: 'Archive a contact', inverse: by('contact.restore') },
    'contact.restore': { summary: 'Restore an archived contact', inverse: by('contact.archive') },
    'contact.state-lawful-basis': {
      summary: 'State on which basis a contact’s data are kept, for what, and where they are from',
    },
    'contact.give-consent': { summary: 'Note what a contact has allowed, where, and on which wording' },
    'contact.withdraw-consent': { summary: 'Note that a contact allows it no more' },
    ...subjectCommands('contact'),
    ...taggingCommands('contact'),
    ...withdrawingCommands('contact'),
    ...reachingCommands('contact'),
    ...portalAccessCommands,
    ...mergingCommands('contact'),
  }),
  {
    unique: ({ email, otherEmails, absorbedById, withdrawn }) => {
      if (absorbedById || withdrawn) return []
      const all = [...(email ? [email] : []), ...otherEmails.map((one) => one.email)]
      return [...new Set(all)].map(contactEmailClaim)
    },
  },
)

/** What a lead has allowed by a form; where it is asked by e-mail whether that was them, once they have said so. */
function consentIn({ submission, confirmed }: LeadState) {
  if (!submission?.consent || (submission.confirm && !confirmed)) return null
  const { purpose, textVersion } = submission.consent
  return { purpose, channel: 'email' as const, source: submission.page ?? 'A form', textVersion }
}
