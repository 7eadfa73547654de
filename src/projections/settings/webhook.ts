import type { Criterion } from '../../domain/criteria/criterion.ts'
import { merged } from '../../domain/record.ts'
import { type WebhookState, webhook } from '../../domain/settings/webhook.ts'
import {
  boolean,
  type Column,
  instant,
  integer,
  json,
  nullable,
  projection,
  type RowOf,
  text,
  texts,
  uuid,
} from '../projection.ts'

const statusText: Column<WebhookState['status']> = { sql: 'text', nullable: false }

const columns = {
  name: text,
  url: text,
  types: texts,
  where: json<Criterion>(),
  ownerId: uuid,
  keyId: nullable(uuid),
  status: statusText,
  disabledBecause: nullable(text),
  run: integer,
  secretNumber: integer,
  olderUntil: nullable(instant),
  archived: boolean,
}
type Row = RowOf<typeof columns>

export const webhookTable = projection(webhook)({
  name: 'webhook',
  version: 1,
  label: ['name'],
  columns,
  indexes: [['name'], ['ownerId', 'name'], ['status']],
  on: {
    'webhook.created': (_, { data }) => ({
      ...data,
      status: 'active',
      disabledBecause: null,
      run: 1,
      secretNumber: 1,
      olderUntil: null,
      archived: false,
    }),
    'webhook.changed': (row, { data: { changes } }) => row && merged<Row>(row, changes as Partial<Row>),
    'webhook.paused': (row) => row && { ...row, status: 'paused' },
    'webhook.resumed': (row, { data: { run } }) =>
      row && { ...row, run, status: 'active', disabledBecause: null },
    'webhook.disabled': (row, { data: { reason } }) =>
      row && { ...row, status: 'disabled', disabledBecause: reason },
    'webhook.secret-renewed': (row, { data: { number, olderUntil } }) =>
      row && { ...row, secretNumber: number, olderUntil },
    'webhook.replayed': (row, { data: { run } }) => row && { ...row, run },
    'webhook.archived': (row) => row && { ...row, status: 'paused', archived: true },
    'webhook.restored': (row) => row && { ...row, archived: false },
  },
})
