import { z } from 'zod'
import { decider } from '../decider.ts'
import { refuse } from '../error.ts'
import { creates } from '../event.ts'
import { instant } from '../values/instant.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { reportDefinition } from './report-definition.ts'

/** Longer than that nobody remembers whom they gave it to: as days. */
const longest = 366

/**
 * With what the report is asked: the rights that whoever shared it had then, for reading alone. `may` are patterns of
 * permissions, `keys` those of the rows, `hidden` fields by model.
 */
const sight = z.object({
  may: z.array(z.string().max(120)).max(1_000),
  keys: z.array(z.string().max(120)).max(5_000),
  hidden: z.record(z.string().max(60), z.array(z.string().max(120)).max(500)),
})
export type ReportSight = z.output<typeof sight>

const fields = z.object({
  reportId: uuid,
  /** Whom it is for, and what for. */
  purpose: line(200),
  /** The instant that it shows; null: the one at which it is opened. */
  asOf: instant.nullable().default(null),
  expiresAt: instant,
  /** Whether it can be taken along as a file. */
  files: z.boolean().default(false),
})

const made = fields.extend({
  sharerId: uuid,
  /** What the report was called and asked when it was shared: a later question is not meant for them. */
  name: line(120),
  definition: reportDefinition,
  sight,
})

const nothing = z.object({})

export interface ReportLinkState extends z.output<typeof made> {
  withdrawn: boolean
}

/** A report shown to somebody without an account, until a day: what was asked, and with whose eyes, as of then. */
export const reportLink = decider<ReportLinkState>()({
  name: 'reportLink',
  events: { 'reportLink.made': creates(made), 'reportLink.withdrawn': nothing },
  commands: { 'reportLink.make': creates(made), 'reportLink.withdraw': nothing },
  evolve: {
    'reportLink.made': (_, data) => ({ ...data, withdrawn: false }),
    'reportLink.withdrawn': (state) => ({ ...state, withdrawn: true }),
  },
  decide: {
    'reportLink.make': (_, input, { at }) => {
      const { asOf, expiresAt } = input
      const open = Date.parse(expiresAt) - Date.parse(at)
      if (open <= 0) refuse('reportLink.over', 'It would be over already.', { field: 'expiresAt' })
      if (open > longest * 86_400_000)
        refuse('reportLink.too-long', `It is open for ${longest} days at most.`, { field: 'expiresAt' })
      if (asOf !== null && asOf > at)
        refuse('reportLink.not-yet', 'Nothing is known of an instant that is to come.', { field: 'asOf' })
      return [{ type: 'reportLink.made', data: input }]
    },
    'reportLink.withdraw': ({ withdrawn }) => (withdrawn ? [] : [{ type: 'reportLink.withdrawn', data: {} }]),
  },
})

/** Whether it leads anywhere at an instant. */
export const isOpen = (
  { withdrawn, expiresAt }: Pick<ReportLinkState, 'withdrawn' | 'expiresAt'>,
  at: string,
): boolean => !withdrawn && at < expiresAt
