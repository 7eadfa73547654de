import { z } from 'zod'
import { record } from '../record.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'

/** Something worth reading, for whom it is, and by which words it is sent: its link stands under them. */
export const contentItem = record(
  'contentItem',
  z.object({
    name: line(120),
    about: prose(500).nullable().default(null),
    url: z.url({ protocol: /^https?$/ }).max(1_000),
    /** What somebody is interested in to whom it is offered: a product they ask for, or a tag they have. */
    interests: z.array(line(60)).max(20).default([]),
    templateId: uuid,
    mailboxId: uuid,
    /** What for: one of those of the sending policy. */
    purpose: line(80),
  }),
)
