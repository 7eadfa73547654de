import { sql } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import { criterionOrNone } from '../../domain/criteria/criterion.ts'
import { conflict } from '../../domain/error.ts'
import { exitReason } from '../../domain/marketing/enrolment.ts'
import { sequence, sequenceModel } from '../../domain/marketing/sequence.ts'
import { leadStatus } from '../../domain/sales/lead-status.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { mailboxTable } from '../../projections/activities/mailbox.ts'
import { campaignTable } from '../../projections/marketing/campaign.ts'
import { enrolmentTable } from '../../projections/marketing/enrolment.ts'
import { mailingRecipientTable } from '../../projections/marketing/mailing-recipient.ts'
import { sequenceTable } from '../../projections/marketing/sequence.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { endpoint } from '../http/endpoint.ts'
import { refuseHidden } from '../http/masks.ts'
import { answer, askedBy, outcomeSchema } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import { flag } from '../lists/page.ts'
import { query } from '../lists/query.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { peopleIn } from './marketing-list.ts'

/** A step as it is told: what a criterion says is told as it was asked. */
const shownStep = z
  .object({
    do: z.enum(['mail', 'task', 'wait', 'check']).register(vocabulary, { id: 'SequenceStepKind' }),
    templateId: uuid.optional(),
    version: z.int().nullable().optional(),
    subject: z.string().optional(),
    dueInDays: z.int().optional(),
    assigneeId: uuid.nullable().optional(),
    amount: z.int().optional(),
    unit: z.string().optional(),
    calendarId: uuid.nullable().optional(),
    where: criterionOrNone.optional(),
    skip: z.int().optional(),
  })
  .register(vocabulary, { id: 'ShownSequenceStep' })

export const sequenceQueries = recordQueries(sequenceTable)({
  resource: 'sequences',
  summary: 'Sequences of mails, tasks, waits and conditions that people go through by themselves',
  row: z.object({
    name: z.string(),
    model: sequenceModel,
    campaignId: uuid,
    mailboxId: uuid,
    purpose: z.string(),
    steps: z.array(shownStep).describe('As they were written last, published or not.'),
    goal: criterionOrNone,
    stages: z.array(z.string()),
    entered: z.array(z.string()).describe('The stages by which leads enter now.'),
    version: z.int().describe('How often it was published; 0: never.'),
    publishedAt: instant.nullable(),
    draft: z.boolean().describe('Whether something was written since.'),
    paused: z.boolean(),
    archived: z.boolean(),
  }),
  shown: ({ steps, stages, entered, ...row }) => ({
    ...row,
    steps: [...(steps ?? [])],
    stages: [...(stages ?? [])],
    entered: [...(entered ?? [])],
  }),
  references: { campaignId: campaignTable, mailboxId: mailboxTable },
  filters: { campaignId: uuid, model: sequenceModel, archived: flag },
  sorts: ['name', 'publishedAt', 'createdAt', 'updatedAt'],
  search: ['name'],
})

export const sequenceTitles = titlesOf(sequence, {
  'sequence.created': ({ data }) => `Sequence ${data.name} begun`,
  'sequence.changed': () => 'Sequence written on',
  'sequence.published': ({ data }) => `Version ${data.version} published`,
  'sequence.paused': () => 'Paused: everybody stays where they are',
  'sequence.resumed': () => 'Goes on',
  'sequence.archived': () => 'Sequence archived',
  'sequence.restored': () => 'Sequence restored',
})

const movement = z
  .object({
    entered: z.int(),
    active: z.int(),
    paused: z.int(),
    completed: z.int(),
    left: z.array(
      z.object({ reason: exitReason, count: z.int() }).register(vocabulary, { id: 'SequenceExit' }),
    ),
    places: z.array(
      z
        .object({
          version: z.int(),
          step: z.int().describe('The step that they are at, or wait after; counted from 0.'),
          here: z.int(),
          sent: z.int(),
          leftOut: z.int(),
          responded: z.int(),
        })
        .register(vocabulary, { id: 'SequencePlace' }),
    ),
    moves: z.array(
      z
        .object({
          from: leadStatus,
          to: leadStatus.describe('Where they stand now, or stood at the instant asked of.'),
          count: z.int(),
        })
        .register(vocabulary, { id: 'SequenceMove' }),
    ),
    converted: z.int().describe('How many of the leads that came were converted.'),
  })
  .register(vocabulary, { id: 'SequenceMovement' })

/** How people move through a sequence (MKT-07), and their leads through the stages (MKT-08). */
export const sequenceMovement = query(
  sequenceTable,
  enrolmentTable,
  mailingRecipientTable,
  leadTable,
)({
  name: 'sequenceMovement',
  path: '/sequences/:id/movement',
  summary:
    'How many entered a sequence, where they are, why they left, and how leads moved through the stages',
  permission: 'sequence.read',
  parameters: z.object({ id: uuid }),
  reply: movement,
  async run({ db, parameters: { id }, principal }) {
    refuseHidden(principal, {
      enrolment: ['status', 'step', 'exit', 'stage'],
      mailingRecipient: ['status', 'respondedAt'],
      lead: ['status'],
    })
    const found = await db.selectFrom('sequence').select('id').where('id', '=', id).executeTakeFirst()
    if (!found) return undefined
    const of = sql`from enrolment as one where sequence_id = ${id}::uuid`
    const { rows: counts } = await sql<Record<'entered' | 'active' | 'paused' | 'completed', number>>`
      select count(*)::integer as entered,
        count(*) filter (where status = 'active')::integer as active,
        count(*) filter (where status = 'paused')::integer as paused,
        count(*) filter (where status = 'done')::integer as completed ${of}`.execute(db)
    const { rows: left } = await sql<{ reason: z.output<typeof exitReason>; count: number }>`
      select exit as reason, count(*)::integer as count ${of} and exit is not null
        group by 1 order by 2 desc, 1`.execute(db)
    const { rows: places } = await sql<z.output<typeof movement>['places'][number]>`
      select version, step, sum(here)::integer as here, sum(sent)::integer as sent,
          sum(out)::integer as "leftOut", sum(responded)::integer as responded
        from (
          select version, case when until is null then step else step - 1 end as step, 1 as here,
              0 as sent, 0 as out, 0 as responded
            ${of} and status in ('active', 'paused')
          union all
          select one.version, mail.step, 0, (mail.sent_at is not null)::integer,
              (mail.left_out is not null)::integer, (mail.responded_at is not null)::integer
            from enrolment as one join mailing_recipient as mail on mail.enrolment_id = one.id
            where one.sequence_id = ${id}::uuid
        ) as each group by 1, 2 order by 1, 2`.execute(db)
    const { rows: moves } = await sql<z.output<typeof movement>['moves'][number]>`
      select one.stage as from, lead.status as to, count(*)::integer as count
        from enrolment as one join lead on lead.id = one.lead_id
        where one.sequence_id = ${id}::uuid and one.stage is not null group by 1, 2 order by 1, 2`.execute(db)
    const [all] = counts
    return {
      ...(all ?? { entered: 0, active: 0, paused: 0, completed: 0 }),
      left,
      places,
      moves,
      converted: moves.filter(({ to }) => to === 'converted').reduce((sum, { count }) => sum + count, 0),
    }
  },
})

/** Everybody of a list enters, one by one: a batch. */
export const sequenceEnrolment: Extension = (_app, services) => [
  endpoint({
    method: 'POST',
    path: '/sequences/:id/enrol-list',
    summary: 'Let everybody of a marketing list enter; each may be refused by itself',
    tag: 'sequences',
    access: { permission: 'enrolment.begin' },
    headers: 'command',
    parameters: z.object({ id: uuid }),
    body: z.object({ listId: uuid }),
    reply: outcomeSchema,
    status: 202,
    problems: ['not-found'],
    async run({ parameters: { id: sequenceId }, body, principal, request, reply }) {
      const of = await services.execute.load(sequence, sequenceId)
      if (!of) throw new NotFound(`sequence ${sequenceId}`)
      const { items } = await peopleIn(services, body.listId, principal())
      const ids = items.filter(({ model }) => model === of.model).map(({ person }) => person.id)
      if (ids.length === 0) conflict('sequence.nobody', `There is no ${of.model} in this list whom you see.`)
      const part = { command: 'enrolment.begin', each: 'personId', withdraw: 'enrolment.exit' }
      const outcome = await services.execute({
        ...askedBy(request, 'batch.start'),
        command: 'batch.start',
        body: { parts: [{ ...part, body: { sequenceId, by: 'list', model: of.model }, ids }] },
      })
      reply.header('location', `/api/batches/${outcome.id}`)
      return answer(reply, outcome)
    },
  }),
]
