import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import type { Execute } from '../../commands/execute.ts'
import { organisationZone } from '../../commands/settings/organisation.ts'
import { contentBody, contentOf } from '../../commands/settings/rule-set.ts'
import { refuse } from '../../domain/error.ts'
import { type LeadScore, type ScoringVersion, scoreOf } from '../../domain/sales/lead-score.ts'
import {
  checkContent,
  isBookChoosing,
  isIdleRules,
  isQualifying,
  isScoringContent,
  isWorkflow,
  ruleSet,
} from '../../domain/settings/rule-set.ts'
import { dayOf } from '../../domain/values/day.ts'
import { within } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { endpoint } from '../http/endpoint.ts'
import { caughtUp } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import { jobSchema } from '../operate/admin.ts'
import type { Working } from '../operate/jobs.ts'
import { assignmentTried, refuseHiddenFacts } from '../sales/lead-assignment-trial.ts'
import { qualifyingTried } from '../sales/lead-qualifying-trial.ts'
import { workflowTried } from './workflow-trial.ts'

const body = z.object({
  content: contentBody.optional().describe('The rules to try; left out, the draft.'),
  days: z.int().min(1).max(3660).default(90).describe('How far back what was decided is decided again.'),
})

/** A score as it was given. */
interface Decision {
  id: string
  position: number
  occurredFrom: string
  score: number
  heat: LeadScore['heat']
  scoreReasons: LeadScore['reasons']
  scoreRuleVersion: number
}

interface Example {
  leadId: string
  at: string
  was: Pick<LeadScore, 'score' | 'heat' | 'ruleVersion'>
  would: Pick<LeadScore, 'score' | 'heat'>
  /** The rules that gave other points than they would. */
  rules: { id: string; name: string; was: number; would: number }[]
}

const pageSize = 1_000
const mostExamples = 20

/**
 * `POST /rule-sets/:id/try`: what rules would have decided on what was decided of late, as a job. Nothing is written. It reads
 * the history of the read model as who asks sees it, so that what is hidden from them is in no count.
 */
export function ruleTrialEndpoint({ execute }: { execute: Execute }): Extension {
  return (_app, services) => [
    endpoint({
      method: 'POST',
      path: '/rule-sets/:id/try',
      summary:
        'Try rules on what was decided of late, as a job that writes nothing; its result says what they would have decided otherwise',
      tag: 'rule-sets',
      access: { permission: 'ruleSet.try' },
      headers: 'read',
      parameters: z.object({ id: uuid }),
      body,
      reply: jobSchema,
      status: 202,
      async run({ parameters: { id }, body: asked, principal, request }) {
        const set = await execute.load(ruleSet, id)
        if (!set) throw new NotFound(`ruleSet ${id}`)
        const now = services.clock()
        const content = asked.content ? contentOf(set.purpose, asked.content, id, now) : set.draft
        if (!content) refuse('ruleSet.no-draft', 'There is no draft to try.')
        checkContent(set.purpose, content)
        if (isBookChoosing(content))
          refuse('ruleSet.not-tried', 'Which book holds is tried on the lines of a quote.')
        if (set.purpose === 'ticket-assignment')
          refuse('ruleSet.not-tried', 'Who would get a ticket now is told on its page.')
        if (isIdleRules(content))
          refuse('ruleSet.not-tried', 'What stands still is found every night; a list shows which deals do.')
        const asking = principal()
        const since = within(Date.parse(now) - asked.days * 86_400_000)
        if (isWorkflow(content)) {
          await caughtUp(services, request)
          return services.jobs.start('rule-trial', asking.actor.id, (working) =>
            workflowTried(services, asking, content, { since, days: asked.days }, working),
          )
        }
        refuseHiddenFacts(asking, set.purpose === 'lead-assignment' ? 'ownerId' : 'score')
        await caughtUp(services, request)
        const version = (set.versions.at(-1)?.version ?? 0) + 1
        if (isQualifying(content))
          return services.jobs.start('rule-trial', asking.actor.id, (working) =>
            qualifyingTried(services, asking, { ...content, version }, { since, days: asked.days }, working),
          )
        if (!isScoringContent(content)) {
          const today = dayOf(now, await organisationZone(services.execute.load, now))
          return services.jobs.start('rule-trial', asking.actor.id, (working) =>
            assignmentTried(services, asking, content, { since, days: asked.days, today }, working),
          )
        }
        const candidate = { ...content, version }
        return services.jobs.start('rule-trial', asking.actor.id, (working) =>
          tried(services, asking, candidate, { since, days: asked.days }, working),
        )
      },
    }),
  ]
}

async function tried(
  { readModels }: Pick<Services, 'readModels'>,
  principal: Principal,
  candidate: ScoringVersion,
  { since, days }: { since: string; days: number },
  { progress, signal }: Working,
) {
  const count = await readModels.read(principal, {}, async (db) => {
    const { rows } = await sql<{ count: string }>`select count(*) as count ${decided(since)}`.execute(db)
    return Number(rows[0]?.count ?? 0)
  })
  progress(0, count)
  const moves = new Map<string, { from: string; to: string; decisions: number; leads: number }>()
  const held = new Map(candidate.rules.map(({ id, name }) => [id, { id, name, was: 0, would: 0 }]))
  const totals = { decisions: 0, leads: 0, scores: 0, heats: 0 }
  let examples: Example[] = []
  let last: { id: string; move: { leads: number } | undefined } | undefined
  let after: Pick<Decision, 'id' | 'position'> | undefined
  for (let page: Decision[] = []; !signal.aborted; ) {
    page = await readModels.read(principal, {}, (db) => pageAfter(db, since, after))
    for (const row of page) {
      const would = scoreOf(row as never, candidate)
      const key = `${row.heat} ${would.heat}`
      const move = moves.get(key) ?? { from: row.heat, to: would.heat, decisions: 0, leads: 0 }
      moves.set(key, move)
      move.decisions++
      totals.decisions++
      if (would.score !== row.score) totals.scores++
      if (would.heat !== row.heat) totals.heats++
      for (const { rule } of row.scoreReasons) {
        const one = held.get(rule)
        if (one) one.was++
      }
      for (const { rule } of would.reasons) {
        const one = held.get(rule)
        if (one) one.would++
      }
      // The rows of one lead come after each other, its last decision at their end.
      if (last?.id !== row.id) {
        totals.leads++
        if (last?.move) last.move.leads++
      }
      last = { id: row.id, move }
      if (would.score !== row.score || would.heat !== row.heat) examples.push(exampleOf(row, would))
      if (examples.length >= 2 * pageSize) examples = chosenOf(examples)
    }
    progress(totals.decisions, Math.max(count, totals.decisions))
    after = page.at(-1)
    if (page.length < pageSize) break
  }
  if (last?.move) last.move.leads++
  return {
    days,
    since,
    ...totals,
    moves: [...moves.values()],
    rules: [...held.values()],
    examples: chosenOf(examples),
  }
}

/** Those of another heat first, the newest of each first. */
function chosenOf(examples: readonly Example[]): Example[] {
  const moved = ({ was, would }: Example) => (was.heat === would.heat ? 1 : 0)
  return examples.toSorted((a, b) => moved(a) - moved(b) || (a.at < b.at ? 1 : -1)).slice(0, mostExamples)
}

function exampleOf(row: Decision, would: LeadScore): Example {
  const pointsIn = (reasons: LeadScore['reasons'], id: string) =>
    reasons.find(({ rule }) => rule === id)?.points ?? 0
  const all = new Map([...row.scoreReasons, ...would.reasons].map(({ rule, reason }) => [rule, reason]))
  return {
    leadId: row.id,
    at: row.occurredFrom,
    was: { score: row.score, heat: row.heat, ruleVersion: row.scoreRuleVersion },
    would: { score: would.score, heat: would.heat },
    rules: [...all]
      .map(([id, name]) => ({
        id,
        name,
        was: pointsIn(row.scoreReasons, id),
        would: pointsIn(would.reasons, id),
      }))
      .filter((one) => one.was !== one.would),
  }
}

/** The versions of leads that began with a score: each is a decision. One that held for no time was none. */
const decided = (since: string) =>
  sql`from lead_history where scored_at = occurred_from and occurred_from < occurred_to and occurred_from >= ${since}::timestamptz`

async function pageAfter(
  db: Kysely<never>,
  since: string,
  after: Pick<Decision, 'id' | 'position'> | undefined,
): Promise<Decision[]> {
  const from = after ? sql`and (id, position) > (${after.id}::uuid, ${after.position}::bigint)` : sql``
  const { rows } = await sql<Decision>`
    select * ${decided(since)} ${from} order by id, position limit ${sql.lit(pageSize)}`.execute(db)
  return rows
}
