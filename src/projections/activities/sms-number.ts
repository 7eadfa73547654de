import { type SmsGateway, smsNumber } from '../../domain/activities/sms-number.ts'
import { merged } from '../../domain/record.ts'
import type { Money } from '../../domain/values/money.ts'
import { boolean, json, nullable, projection, type RowOf, text, uuid } from '../projection.ts'

const columns = {
  name: text,
  number: text,
  country: text,
  ownerId: nullable(uuid),
  teamId: nullable(uuid),
  gateway: nullable(json<SmsGateway>()),
  pricePerPart: nullable(json<Money>()),
  /** Whether its password is known. */
  hasPassword: boolean,
  archived: boolean,
}
type Row = RowOf<typeof columns>

export const smsNumberTable = projection(smsNumber)({
  name: 'smsNumber',
  version: 1,
  label: ['name'],
  columns,
  indexes: [['name'], ['number']],
  on: {
    'smsNumber.created': (_, { data }) => ({ ...data, hasPassword: false, archived: false }),
    'smsNumber.changed': (row, { data: { changes } }) => row && merged<Row>(row, changes),
    'smsNumber.password-set': (row) => row && { ...row, hasPassword: true },
    'smsNumber.archived': (row) => row && { ...row, archived: true },
    'smsNumber.restored': (row) => row && { ...row, archived: false },
  },
})
