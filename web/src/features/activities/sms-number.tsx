import { lazy } from 'react'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { GatewayInput, GatewayValue } from './sms-number/gateway-input.tsx'
import { smsNumber as entry, type SmsNumber } from './sms-number.entry.ts'

export const smsNumber = resource<SmsNumber>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'number',
      label: 'Number',
      kind: 'text',
      required: true,
      once: true,
      sortable: true,
      width: 160,
      hint: 'With its country and without spaces, as in +4930901820, or a short code',
    },
    {
      key: 'country',
      label: 'Country',
      kind: 'text',
      required: true,
      width: 90,
      hint: 'Of which country a number is that says none: DE, US',
    },
    {
      key: 'ownerId',
      label: 'Owner',
      kind: 'ref',
      model: 'user',
      once: true,
      width: 150,
      hint: 'Whose own it is, which no colleague reads; nobody’s is shared',
    },
    {
      key: 'teamId',
      label: 'Team',
      kind: 'ref',
      model: 'team',
      once: true,
      width: 150,
      hint: 'Of a shared one: who reads it. Without a team everybody does',
    },
    { key: 'gateway', label: 'Gateway', kind: 'own', Show: GatewayValue, Input: GatewayInput },
    {
      key: 'pricePerPart',
      label: 'Price of a part',
      kind: 'money',
      price: true,
      width: 120,
      hint: 'What your gateway asks for each part of a text; it is shown before one is sent',
    },
    {
      key: 'hasPassword',
      label: 'Password',
      kind: 'yes-no',
      fixed: true,
      hint: 'Whether it is known',
      width: 110,
    },
    archivedField,
  ],
  columns: ['number', 'ownerId', 'teamId', 'pricePerPart', 'hasPassword'],
  sort: 'name',
  searchable: true,
  change: 'smsNumber.change',
  archive: 'smsNumber.archive',
  empty:
    'An SMS number is what texts go out from and come to. Set up the first one; its password is asked for on its page.',
  Page: lazy(async () => ({ default: (await import('./sms-number/page.tsx')).SmsNumberPage })),
})
