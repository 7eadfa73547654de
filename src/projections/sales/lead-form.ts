import { merged } from '../../domain/record.ts'
import { type LeadFormState, leadForm } from '../../domain/sales/lead-form.ts'
import { boolean, type Column, json, nullable, projection, text, texts, uuid } from '../projection.ts'

const languageText: Column<LeadFormState['language']> = { sql: 'text', nullable: false }
const makesText: Column<LeadFormState['makes']> = { sql: 'text', nullable: false }

export const leadFormTable = projection(leadForm)({
  name: 'leadForm',
  version: 2,
  label: ['name'],
  columns: {
    name: text,
    title: text,
    intro: nullable(text),
    language: languageText,
    source: text,
    campaign: nullable(text),
    asks: json<LeadFormState['asks']>(),
    consent: nullable(json<NonNullable<LeadFormState['consent']>>()),
    thanks: text,
    confirm: boolean,
    sites: texts,
    makes: makesText,
    category: nullable(text),
    teamId: nullable(uuid),
    archived: boolean,
  },
  indexes: [['name']],
  on: {
    'leadForm.created': (_, { data }) => ({ ...data, archived: false }),
    'leadForm.changed': (row, { data }) => row && merged(row, data.changes),
    'leadForm.archived': (row) => row && { ...row, archived: true },
    'leadForm.restored': (row) => row && { ...row, archived: false },
  },
})
