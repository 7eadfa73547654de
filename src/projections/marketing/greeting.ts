import type { Criterion } from '../../domain/criteria/criterion.ts'
import { type GreetingTerms, greeting } from '../../domain/marketing/greeting.ts'
import { merged } from '../../domain/record.ts'
import type { LetterForm } from '../../domain/values/letter-form.ts'
import {
  boolean,
  type Column,
  date,
  instant,
  integer,
  json,
  nullable,
  projection,
  text,
  texts,
  uuid,
} from '../projection.ts'

const formText: Column<LetterForm> = { sql: 'text', nullable: false }

export const greetingTable = projection(greeting)({
  name: 'greeting',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    occasion: json<GreetingTerms['occasion']>(),
    countries: texts,
    where: nullable(json<Criterion>()),
    texts: json<GreetingTerms['texts']>(),
    mailboxId: nullable(uuid),
    numberId: nullable(uuid),
    letterForm: nullable(formText),
    purpose: text,
    time: text,
    active: boolean,
    /** With whose rights it goes out. */
    activatedById: nullable(uuid),
    next: nullable(instant),
    /** Why it was switched off by itself. */
    offReason: nullable(text),
    /** The last day that somebody was to be greeted on, and how many those were. */
    lastDay: nullable(date),
    lastTotal: nullable(integer),
    archived: boolean,
  },
  sameField: [
    ['activatedById', 'asker'],
    ['offReason', 'reason'],
    ['lastDay', 'day'],
    ['lastTotal', 'total', 'batchIds'],
  ],
  indexes: [['name'], ['next'], ['createdAt'], ['updatedAt']],
  on: {
    'greeting.created': (_, { data }) => ({
      ...data,
      active: false,
      activatedById: null,
      next: null,
      offReason: null,
      lastDay: null,
      lastTotal: null,
      archived: false,
    }),
    'greeting.changed': (row, { data: { changes, next } }) => row && { ...merged(row, changes), next },
    'greeting.activated': (row, { data: { asker, next } }) =>
      row && { ...row, active: true, activatedById: asker.userId, next, offReason: null },
    'greeting.went-out': (row, { data: { day, total, next } }) =>
      row && { ...row, next, ...(total > 0 && { lastDay: day, lastTotal: total }) },
    'greeting.deactivated': (row, { data: { reason } }) =>
      row && { ...row, active: false, activatedById: null, next: null, offReason: reason },
    'greeting.archived': (row) =>
      row && { ...row, archived: true, active: false, activatedById: null, next: null },
    'greeting.restored': (row) => row && { ...row, archived: false },
  },
})
