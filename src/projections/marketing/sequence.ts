import type { Criterion } from '../../domain/criteria/criterion.ts'
import { type SequenceStep, sequence } from '../../domain/marketing/sequence.ts'
import { merged } from '../../domain/record.ts'
import {
  boolean,
  type Column,
  instant,
  integer,
  json,
  nullable,
  projection,
  text,
  texts,
  uuid,
} from '../projection.ts'

const modelText: Column<'contact' | 'lead'> = { sql: 'text', nullable: false }

export const sequenceTable = projection(sequence)({
  name: 'sequence',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    model: modelText,
    campaignId: uuid,
    mailboxId: uuid,
    purpose: text,
    /** As they were written last, published or not. */
    steps: json<readonly SequenceStep[]>(),
    goal: nullable(json<Criterion>()),
    stages: texts as Column<readonly string[]>,
    /** By which leads enter now: those of the version that is published. */
    entered: texts as Column<readonly string[]>,
    /** How often it was published; 0: never. */
    version: integer,
    publishedAt: nullable(instant),
    /** Whether something was written since. */
    draft: boolean,
    paused: boolean,
    archived: boolean,
  },
  sameField: [['steps', 'content']],
  indexes: [['name'], ['campaignId', 'name'], ['createdAt'], ['updatedAt']],
  on: {
    'sequence.created': (_, { data }) => ({
      ...data,
      entered: [],
      version: 0,
      publishedAt: null,
      draft: true,
      paused: false,
      archived: false,
    }),
    'sequence.changed': (row, { data: { changes } }) => row && { ...merged(row, changes), draft: true },
    'sequence.published': (row, { data: { version, content }, occurredAt }) =>
      row && {
        ...row,
        entered: content.stages,
        version,
        publishedAt: occurredAt,
        draft: false,
      },
    'sequence.paused': (row) => row && { ...row, paused: true },
    'sequence.resumed': (row) => row && { ...row, paused: false },
    'sequence.archived': (row) => row && { ...row, archived: true },
    'sequence.restored': (row) => row && { ...row, archived: false },
  },
})
