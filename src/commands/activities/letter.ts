import { z } from 'zod'
import { letter, mostAddressLines } from '../../domain/activities/letter.ts'
import { mustBeFree } from '../../domain/customers/channels.ts'
import { type ContactState, contact } from '../../domain/customers/contact.ts'
import { refuse } from '../../domain/error.ts'
import { mailingRecipient } from '../../domain/marketing/mailing-recipient.ts'
import { messageTemplate } from '../../domain/marketing/message-template.ts'
import { mustBeUsable, privacyOf } from '../../domain/subject.ts'
import { addressLines } from '../../domain/values/address-lines.ts'
import { fullName } from '../../domain/values/person-name.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { asText } from '../../platform/papers/markup.ts'
import { unsettableIn } from '../../platform/papers/pdf.ts'
import { type Asking, commandsOf } from '../command.ts'
import { mergeFactsOf, senderFacts } from '../marketing/merge-facts.ts'
import { messageOf, templateInUse } from '../marketing/message-template.ts'
import { organisationAt } from '../settings/organisation.ts'
import { subjectCommands } from '../subject.ts'
import { sourceOf } from './outgoing-mail.ts'

const { shape } = letter.commands['letter.write'].schema

const write = z.object({
  contactId: uuid,
  form: shape.form.default('din-5008-b'),
  subject: shape.subject,
  body: shape.body,
  /** The template that it was written by, which the letter then says with its version. */
  templateId: uuid.nullable().default(null),
})

export const letterCommands = commandsOf(letter, (prepared) => ({
  'letter.write': {
    summary: 'Write a letter to a contact, to be printed; it is sent when somebody says that it was posted',
    ...prepared(write, async ({ templateId, ...body }, asking) => {
      const may = await asking.access('contact', body.contactId)
      const whom = may === 'own' || may === 'write' ? await asking.load(contact, body.contactId) : undefined
      if (!whom)
        refuse('letter.contact-unknown', 'There is no such contact whom you may write to.', {
          field: 'contactId',
        })
      const template = templateId === null ? null : (await templateInUse(templateId, asking, 'letter')).use
      const written = { ...body, address: await addressed(whom, asking) }
      await mustBeSettable(written)
      return { ...written, ownerId: whom.ownerId, recipientId: null, mailingId: null, template }
    }),
  },
  'letter.write-to-recipient': {
    summary: 'Write the letter of a mailing to somebody of it',
    internal: true,
    ...prepared(z.object({ recipientId: uuid }), letterToRecipient),
  },
  'letter.post': {
    summary: 'Say that a letter was handed to the post',
    // Of many at once; what was posted was.
    inverse: () => undefined,
  },
  'letter.return': { summary: 'Note that a letter came back, and why' },
  ...subjectCommands('letter'),
}))

async function letterToRecipient({ recipientId }: { recipientId: string }, asking: Asking) {
  const whom = await asking.load(mailingRecipient, recipientId)
  const of = whom && (await sourceOf(whom, asking))
  const text =
    whom && (await asking.load(messageTemplate, whom.template.id))?.versions[whom.template.version - 1]
  const who = whom?.contactId ? await asking.load(contact, whom.contactId) : undefined
  if (!whom?.contactId || !of?.letterForm || !text || !who || whom.leftOut !== null || privacyOf(whom).erased)
    refuse('letter.recipient-unknown', 'There is nobody to write to.', { field: 'recipientId' })
  const facts = {
    ...(await mergeFactsOf({ model: 'contact', id: whom.contactId }, asking)),
    ...(await senderFacts(of.senderId, asking.at, asking)),
  }
  const { subject, body } = messageOf(text, facts)
  const written = { subject, body: asText(body), address: await addressed(who, asking) }
  await mustBeSettable(written)
  return {
    ...written,
    form: of.letterForm,
    contactId: whom.contactId,
    ownerId: whom.ownerId,
    recipientId,
    mailingId: whom.mailingId,
    template: whom.template,
  }
}

/** As it stands in the window: the country only where it is another than ours. @throws DomainError */
async function addressed(whom: ContactState, { load, at }: Pick<Asking, 'load' | 'at'>): Promise<string[]> {
  mustBeUsable('contact', whom, 'contact.write-to', false)
  mustBeFree('contact', whom, 'post')
  const [address] = whom.addresses
  if (!address) refuse('letter.no-address', 'They have no postal address.', { field: 'contactId' })
  const own = (await organisationAt(load as Asking['load'], at))?.address?.country
  const lines = [fullName(whom.name), ...addressLines(address)]
  const all = own === address.country ? lines.slice(0, -1) : lines
  if (all.length > mostAddressLines)
    refuse('letter.address-too-long', `An address has ${mostAddressLines} lines at most in a window.`, {
      field: 'contactId',
    })
  return all
}

/** A box in the place of a name is no name. @throws DomainError */
async function mustBeSettable({
  address,
  subject,
  body,
}: {
  address: readonly string[]
  subject: string
  body: string
}): Promise<void> {
  const signs = await unsettableIn([...address, subject, ...body.split('\n')])
  if (signs.length > 0)
    refuse(
      'letter.script-not-printable',
      `There is no typeface here that can set ${signs.slice(0, 5).join(' ')}.`,
      {
        field: 'body',
      },
    )
}
