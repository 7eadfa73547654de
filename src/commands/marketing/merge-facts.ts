import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import { user } from '../../domain/identity/user.ts'
import type { MergeFacts, MergeField } from '../../domain/marketing/merge-field.ts'
import { lead } from '../../domain/sales/lead.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { privacyOf } from '../../domain/subject.ts'
import { fullName } from '../../domain/values/person-name.ts'
import type { Asking, RecordRef } from '../command.ts'
import { organisationAt } from '../settings/organisation.ts'

type Loads = Pick<Asking, 'load'>

/** The kinds of records that a message is written to, or about. */
export const mergedFrom = ['contact', 'lead', 'ticket'] as const

/** Which field of which model each fact is read from, by which it may be hidden from somebody. */
export const sourceOf: Readonly<Record<(typeof mergedFrom)[number], Partial<Record<MergeField, string>>>> = {
  contact: {
    'person.firstName': 'name',
    'person.lastName': 'name',
    'person.name': 'name',
    'person.title': 'title',
    'person.email': 'email',
    'person.phone': 'phone',
    'person.language': 'language',
    'person.country': 'country',
    'person.city': 'addresses',
    'person.region': 'region',
    'company.name': 'accountId',
  },
  lead: {
    'person.firstName': 'name',
    'person.lastName': 'name',
    'person.name': 'name',
    'person.email': 'email',
    'person.phone': 'phone',
    'person.country': 'country',
    'company.name': 'company',
  },
  ticket: {
    'ticket.number': 'number',
    'ticket.subject': 'subject',
    'person.name': 'requester',
    'person.firstName': 'requester',
    'person.lastName': 'requester',
    'person.email': 'requester',
    'company.name': 'accountId',
  },
}

/** What is known of whom a message is for; of who is erased, nothing. */
export async function mergeFactsOf({ model, id }: RecordRef, { load }: Loads): Promise<MergeFacts> {
  if (model === 'contact') {
    const found = await load(contact, id)
    if (!found || privacyOf(found).erased) return {}
    const [address] = found.addresses
    return {
      ...named(found.name),
      'person.title': found.title,
      'person.email': found.email,
      'person.phone': found.phone,
      'person.language': found.language,
      'person.country': address?.country ?? null,
      'person.city': address?.city ?? null,
      'person.region': found.region,
      'company.name': await nameOf(found.accountId, { load }),
    }
  }
  if (model === 'lead') {
    const found = await load(lead, id)
    if (!found || privacyOf(found).erased) return {}
    return {
      ...named(found.name),
      'person.email': found.email,
      'person.phone': found.phone,
      'person.country': found.country,
      'company.name': found.company,
    }
  }
  const found = model === 'ticket' ? await load(ticket, id) : undefined
  if (!found || privacyOf(found).erased) return {}
  const person = found.contactId
    ? await mergeFactsOf({ model: 'contact', id: found.contactId }, { load })
    : {}
  const [first = '', ...rest] = (found.requester?.name ?? '').split(' ')
  return {
    ...(found.requester && {
      'person.name': found.requester.name,
      'person.firstName': rest.length > 0 ? first : null,
      'person.lastName': rest.length > 0 ? rest.join(' ') : first,
      'person.email': found.requester.email,
    }),
    ...person,
    'company.name': await nameOf(found.accountId, { load }),
    'ticket.number': found.number,
    'ticket.subject': found.subject,
  }
}

/** Who writes, and for whom. */
export async function senderFacts(userId: string | null, at: string, { load }: Loads): Promise<MergeFacts> {
  const [writer, own] = await Promise.all([
    userId === null ? undefined : load(user, userId),
    organisationAt(load as Asking['load'], at),
  ])
  return {
    'sender.name': writer?.name ?? null,
    'sender.email': writer?.email ?? null,
    'organisation.name': own?.legalName ?? null,
  }
}

const named = (name: Parameters<typeof fullName>[0]): MergeFacts => ({
  'person.firstName': name.first,
  'person.lastName': name.last,
  'person.name': fullName(name),
})

async function nameOf(accountId: string | null, { load }: Loads): Promise<string | null> {
  return accountId === null ? null : ((await load(account, accountId))?.name ?? null)
}
