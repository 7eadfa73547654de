import type { z } from 'zod'
import { type Consent, consentsAfter, contact, type gender } from '../../domain/customers/contact.ts'
import { merged } from '../../domain/record.ts'
import { customColumn, customFolds, customNames } from '../custom-values.ts'
import { linkFolds } from '../linking.ts'
import { boolean, type Column, date, instant, json, nullable, projection, text, uuid } from '../projection.ts'
import { tagFields, tagFolds, tagsColumn } from '../tagging.ts'
import { withdrawalFolds } from '../withdrawal.ts'
import { channelColumns, channelFields, channelFolds, noChannels, suppressionFields } from './channels.ts'
import { mergeColumns, mergeFolds, notMerged } from './merging.ts'
import { notInvited, portalColumns, portalFolds } from './portal-access.ts'
import { reachColumns, reachFields, reachOf } from './reach.ts'

/** A title somebody had at an account, and from when to when. */
interface Employment {
  accountId: string
  title: string | null
  from: string
  to: string
}

const genderText: Column<z.output<typeof gender> | null> = nullable(text) as never

export const contactTable = projection(contact)({
  name: 'contact',
  version: 6,
  label: ['firstName', 'lastName'],
  columns: {
    firstName: nullable(text),
    lastName: text,
    ...reachColumns,
    /** Of the first address. */
    country: nullable(text),
    title: nullable(text),
    accountId: nullable(uuid),
    /** Since when they have had that title there; null without an account. */
    employedFrom: nullable(instant),
    employments: json<readonly Employment[]>(),
    birthDate: nullable(date),
    gender: genderText,
    language: nullable(text),
    region: nullable(text),
    ownerId: nullable(uuid),
    classification: nullable(text),
    leadId: nullable(uuid),
    ...channelColumns,
    ...portalColumns,
    /** What they have allowed, also what they have withdrawn. */
    consents: json<readonly Consent[]>(),
    tags: tagsColumn,
    custom: customColumn,
    archived: boolean,
    ...mergeColumns,
  },
  sameField: [
    ['name', 'firstName', 'lastName'],
    ...reachFields,
    ['addresses', 'city', 'postalCode', 'country'],
    ['accountId', 'employedFrom', 'employments'],
    ['title', 'employments'],
    channelFields,
    suppressionFields,
    tagFields,
    customNames,
  ],
  indexes: [
    ['lastName'],
    ['email'],
    ['city', 'lastName'],
    ['accountId', 'lastName'],
    ['ownerId', 'lastName'],
    ['classification', 'lastName'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'contact.created': (_, { data: { name, ...data }, occurredAt }) => ({
      ...data,
      ...derived(data),
      employedFrom: data.accountId && occurredAt,
      employments: [],
      firstName: name.first,
      lastName: name.last,
      ...noChannels,
      ...notInvited,
      consents: [],
      tags: [],
      custom: {},
      archived: false,
      ...notMerged,
    }),
    'contact.changed': (row, { data: { changes }, occurredAt }) => {
      const { name, ...others } = changes
      if (!row) return undefined
      const after = merged(row, others)
      return {
        ...after,
        ...derived(after),
        ...employed(row, after, occurredAt),
        ...(name && { firstName: name.first, lastName: name.last }),
      }
    },
    'contact.archived': (row) => row && { ...row, archived: true },
    'contact.restored': (row) => row && { ...row, archived: false },
    'contact.consent-given': (row, { data, occurredAt }) =>
      row && { ...row, consents: consentsAfter.given(row.consents, data, occurredAt) },
    'contact.consent-withdrawn': (row, { data, occurredAt }) =>
      row && { ...row, consents: consentsAfter.withdrawn(row.consents, data, occurredAt) },
    ...tagFolds('contact'),
    ...customFolds('contact'),
    ...withdrawalFolds('contact'),
    ...linkFolds('contact'),
    ...mergeFolds('contact'),
    'contact.absorbed': (row, { data: { now } }) => row && merged(row, now),
    'contact.released': (row, { data: { now } }) => row && merged(row, now),
    ...channelFolds('contact'),
    ...portalFolds('contact'),
  },
})

/** What follows from the others. */
const derived = (of: Parameters<typeof reachOf>[0]) => ({
  ...reachOf(of),
  country: of.addresses[0]?.country ?? null,
})

interface Employed {
  accountId: string | null
  title: string | null
  employedFrom: string | null
  employments: readonly Employment[]
}

/** What is taken back within a day was a mistake of who wrote it, and no employment. */
const shortestMs = 86_400_000

/** What a change of account or title ends, and what it begins. */
function employed(before: Employed, after: Employed, at: string) {
  const { accountId, title, employedFrom: from, employments } = before
  if (after.accountId === accountId && after.title === title) return {}
  const lasted = accountId !== null && from !== null && Date.parse(at) - Date.parse(from) >= shortestMs
  const isSame = after.accountId === accountId && !lasted
  return {
    employedFrom: isSame ? from : after.accountId && at,
    employments: lasted ? [...employments, { accountId, title, from, to: at }] : employments,
  }
}
