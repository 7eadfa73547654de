import { service } from '../../domain/service/service.ts'
import type { Money } from '../../domain/values/money.ts'
import { boolean, type Column, integer, json, nullable, text, texts, uuid } from '../projection.ts'
import { recordTable } from '../record.ts'

const priceForText: Column<'visit' | 'hour'> = { sql: 'text', nullable: false }

export const serviceTable = recordTable(service)({
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    description: nullable(text),
    price: nullable(json<Money>()),
    priceFor: priceForText,
    minutes: integer,
    slaPolicyId: nullable(uuid),
    skills: texts,
    calendarId: nullable(uuid),
    available: boolean,
  },
  indexes: [['name']],
})
