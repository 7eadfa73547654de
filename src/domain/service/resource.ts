import { z } from 'zod'
import { record } from '../record.ts'
import { skill } from '../rules/assignment.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

export const resourceKind = z
  .enum(['person', 'equipment', 'facility'])
  .register(vocabulary, { id: 'ResourceKind' })

/** Somebody or something whose time is planned. */
export const resource = record(
  'resource',
  z.object({
    name: line(120),
    kind: resourceKind.default('person'),
    /** The colleague who it is. */
    userId: uuid.nullable().default(null),
    skills: z.array(skill).max(20).default([]),
    /** When they work, or it can be had. */
    calendarId: uuid,
    /** How much of it there can be at once: a room of four benches has four. */
    capacity: z.int().min(1).max(100).default(1),
    /** Where it is, or where they start from. */
    site: line(200).nullable().default(null),
  }),
)
