import { z } from 'zod'
import { formMakes, leadForm } from '../../domain/sales/lead-form.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { teamTable } from '../../projections/identity/team.ts'
import { leadFormTable } from '../../projections/sales/lead-form.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

const { shape } = leadForm.events['leadForm.created'].schema

export const leadFormQueries = recordQueries(leadFormTable)({
  resource: 'lead-forms',
  summary: 'Forms by which strangers become leads or open tickets',
  row: z.object({
    name: z.string(),
    title: z.string(),
    intro: z.string().nullable(),
    language: shape.language.unwrap(),
    source: z.string(),
    campaign: z.string().nullable(),
    asks: shape.asks.unwrap(),
    consent: shape.consent.unwrap(),
    thanks: z.string(),
    confirm: z.boolean(),
    sites: z.array(z.string()),
    makes: formMakes,
    category: z.string().nullable(),
    teamId: uuid.nullable(),
    archived: z.boolean().describe('Whether it is switched off.'),
  }),
  references: { teamId: teamTable },
  filters: { source: z.string().min(1), campaign: z.string().min(1), makes: formMakes, archived: flag },
  listed: { source: 'lead-source', campaign: 'campaign', category: 'ticket-category' },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name', 'title'],
})

export const leadFormTitles = titlesOf(leadForm, {
  'leadForm.created': ({ data }) => `Form ${data.name} made`,
  'leadForm.changed': ({ data: { changes }, before }) =>
    changes.name ? `Renamed from ${before.name} to ${changes.name}` : 'Form changed',
  'leadForm.archived': () => 'Form switched off',
  'leadForm.restored': () => 'Form switched on again',
})
