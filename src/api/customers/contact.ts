import { z } from 'zod'
import { contact, gender } from '../../domain/customers/contact.ts'
import { portalStatus } from '../../domain/customers/portal-access.ts'
import { country } from '../../domain/values/country.ts'
import { day } from '../../domain/values/day.ts'
import { email } from '../../domain/values/email.ts'
import { instant } from '../../domain/values/instant.ts'
import { personName } from '../../domain/values/person-name.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { userTable } from '../../projections/identity/user.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { tagTitles } from '../lists/tags.ts'
import { titlesOf } from '../lists/titles.ts'
import { channelFilters, channelReply, channelTitles } from './channels.ts'
import { classified } from './classified.ts'
import { absorbedBy, mergingTitles } from './merged.ts'
import { reachFilters, reachReply, reachSearch } from './reach.ts'

export const contactQueries = recordQueries(contactTable)({
  resource: 'contacts',
  summary: 'Contacts by name, e-mail, account and owner',
  row: z.object({
    name: personName,
    ...reachReply,
    country: country.nullable(),
    title: z.string().nullable(),
    accountId: uuid.nullable(),
    birthDate: day.nullable(),
    gender: gender.nullable(),
    language: z.string().nullable(),
    region: z.string().nullable(),
    ownerId: uuid.nullable(),
    classification: z.string().nullable(),
    leadId: uuid.nullable(),
    ...channelReply,
    portalStatus: portalStatus
      .nullable()
      .describe('Whether they have access to the portal; null: they were never invited.'),
    portalInvitedAt: instant.nullable(),
    portalSignedInAt: instant.nullable().describe('When they signed in to the portal last.'),
    archived: z.boolean(),
    absorbedById: absorbedBy,
  }),
  shown: ({ firstName, lastName, ...row }) => ({ ...row, name: { first: firstName, last: lastName } }),
  references: { accountId: accountTable, ownerId: userTable },
  filters: {
    accountId: uuid,
    ownerId: uuid,
    email,
    ...reachFilters,
    country,
    gender,
    language: z.string().min(1),
    region: z.string().min(1),
    classification: z.string().min(1),
    leadId: uuid,
    ...channelFilters,
    portalStatus,
    archived: flag,
  },
  listed: { classification: 'classification' },
  sorts: ['-updatedAt', 'createdAt', 'email', 'city', 'country', 'birthDate', 'classification'],
  sortColumns: { name: 'lastName' },
  search: ['firstName', 'lastName', ...reachSearch, 'title', 'accountId'],
})

export const contactTitles = titlesOf(contact, {
  'contact.created': ({ data }) => (data.leadId ? 'Contact created from a lead' : 'Contact created'),
  'contact.changed': ({ data: { changes } }) => classified(changes) ?? 'Contact changed',
  'contact.lawful-basis-stated': ({ data: { basis, purpose } }) =>
    `Lawful basis stated: ${basis.replaceAll('-', ' ')}, for ${purpose}`,
  'contact.archived': () => 'Contact archived',
  'contact.restored': () => 'Contact restored',
  ...tagTitles('contact'),
  ...mergingTitles('contact'),
  ...channelTitles('contact'),
  'contact.invited-to-portal': () => 'Invited to the portal',
  'contact.portal-link-requested': () => 'Asked for a link to the portal',
  'contact.portal-link-sent': () => 'Link to the portal sent',
  'contact.signed-in-to-portal': ({ data: { link } }) =>
    link === undefined ? 'Signed in to the portal' : 'Signed in to the portal by a link',
  'contact.portal-password-set': () => 'Password for the portal set',
  'contact.portal-access-revoked': () => 'Access to the portal revoked',
})
