import { z } from 'zod'
import type { Field } from '../criteria/vocabulary.ts'
import { refuse } from '../error.ts'
import { day } from '../values/day.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line, sameName } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { checkRules, type Facts, type RulesAsk, ruleId, ruleOf, rulesHolding } from './rule.ts'

const choosing = z.enum(['round-robin', 'least-loaded']).register(vocabulary, { id: 'ChoosingBy' })

/** What somebody can do, in the organisation's own words. */
export const skill = line(60)
const skills = z.array(skill).max(20)

/**
 * Who may get something, and how one of them is chosen. Who is in the team is said by the team at that moment; of skills, one needs
 * to have all.
 */
const pool = z
  .object({
    userIds: z.array(uuid).max(100),
    teamId: uuid.nullable(),
    choose: choosing,
    skills: skills.optional(),
  })
  .register(vocabulary, { id: 'AssignmentPool' })

/** What one person takes, where that is not what everybody takes; and when they are not there, both days included. */
const person = z
  .object({
    userId: uuid,
    capacity: z.int().min(0).max(100_000).nullable(),
    awayFrom: day.nullable(),
    awayUntil: day.nullable(),
  })
  .register(vocabulary, { id: 'AssignmentPerson' })

/** The rules of assignment: the first that holds, and has somebody free, says who gets it. */
export const assigning = z.object({
  rules: z
    .array(
      ruleOf(pool, [
        { field: 'country', operator: 'one-of', value: ['DE', 'AT'] },
        { field: 'postcode', operator: 'starts-with', value: '9' },
        { all: [] },
      ]),
    )
    .max(100),
  /** How many open ones a person has at most; null: as many as come. */
  capacity: z.int().min(1).max(100_000).nullable(),
  people: z.array(person).max(500),
  /** After so many minutes, of this calendar's hours where there is one, what nobody takes up goes to another. */
  pickUpMinutes: z
    .int()
    .min(1)
    .max(60 * 24 * 30)
    .nullable(),
  calendarId: uuid.nullable(),
})
export type Assigning = z.output<typeof assigning>
export type AssigningVersion = Assigning & { version: number }

/** Nobody is given anything until somebody says so. */
export const firstAssigning: Assigning = {
  rules: [],
  capacity: null,
  people: [],
  pickUpMinutes: null,
  calendarId: null,
}

const cause = z
  .enum(['captured', 'woken', 'asked', 'unclaimed', 'opened'])
  .register(vocabulary, { id: 'RoutingCause' })
export type RoutingCause = z.output<typeof cause>
export const routingCause = cause

const skipped = z
  .enum(['inactive', 'away', 'full', 'had-it', 'unskilled'])
  .register(vocabulary, { id: 'WhySkipped' })

/** Who could have got it: what each had to do, when each got one by this rule last, and why not, where so. */
const candidate = z
  .object({ userId: uuid, open: count, lastAt: instant.nullable(), skipped: skipped.nullable() })
  .register(vocabulary, { id: 'AssignmentCandidate' })
export type Candidate = z.output<typeof candidate>

/** Why somebody got it: the rule and its version, and who else could have. `rule` is null where none held. */
export const assignmentDecision = z
  .object({
    cause,
    version: count.min(1),
    rule: ruleId.nullable(),
    name: line(80).nullable(),
    choose: choosing.nullable(),
    /** What one needed to be able to do, where that was asked. */
    skills: skills.optional(),
    candidates: z.array(candidate),
    /** By when it is to be taken up; null: whenever. */
    pickUpBy: instant.nullable(),
  })
  .register(vocabulary, { id: 'AssignmentDecision' })
export type AssignmentDecision = z.output<typeof assignmentDecision>

/** A person as they stand when somebody is chosen. */
export interface Standing {
  active: boolean
  teamId: string | null
  skills?: readonly string[]
  /** How many open ones they have. */
  open: number
  /** Of a trial: how many it has given them so far, which count for who has least to do. */
  given?: number
}

export interface Staff {
  people: ReadonlyMap<string, Standing>
  /** When somebody got one by a rule last. */
  lastAt: (rule: string, userId: string) => string | null
  /** The day it is, where the organisation is. */
  today: string
  /** Who has it already and did not take it up. */
  except?: string | null
}

/** Pure: the same facts, rules and staff choose the same person; nobody where no rule holds that has somebody free. */
export function assigned(
  by: Assigning,
  facts: Facts,
  staff: Staff,
  ask: RulesAsk,
): Pick<AssignmentDecision, 'rule' | 'name' | 'choose' | 'candidates' | 'skills'> & {
  userId: string | null
} {
  let first: ReturnType<typeof assigned> | undefined
  for (const { id, name, outcome } of rulesHolding(by.rules, facts, ask)) {
    const candidates = candidatesOf(by, id, outcome, staff)
    const [chosen] = candidates.filter((one) => one.skipped === null).sort(inTurn(outcome.choose))
    const needed = outcome.skills ?? []
    const found = {
      userId: chosen?.userId ?? null,
      rule: id,
      name,
      choose: outcome.choose,
      ...(needed.length > 0 && { skills: needed }),
      candidates,
    }
    if (chosen) return found
    first ??= found
  }
  return first ?? { userId: null, rule: null, name: null, choose: null, candidates: [] }
}

function candidatesOf(
  by: Assigning,
  rule: string,
  { userIds, teamId, skills: needed = [] }: z.output<typeof pool>,
  { people, lastAt, today, except }: Staff,
): Candidate[] {
  const members = [...people].flatMap(([id, one]) => (teamId !== null && one.teamId === teamId ? [id] : []))
  return [...new Set([...userIds, ...members.sort()])].map((userId) => {
    const { active = false, open = 0, given = 0, skills: has = [] } = people.get(userId) ?? {}
    const own = by.people.find((one) => one.userId === userId)
    const capacity = own?.capacity ?? by.capacity
    const why = () => {
      if (!active) return 'inactive'
      if (!needed.every((one) => has.some((known) => sameName(known) === sameName(one)))) return 'unskilled'
      if (own && isAway(own, today)) return 'away'
      if (capacity !== null && open >= capacity) return 'full'
      return userId === except ? 'had-it' : null
    }
    return { userId, open: open + given, lastAt: lastAt(rule, userId), skipped: why() }
  })
}

/** From one day on for good, or up to one, or between two. */
export function isAway({ awayFrom, awayUntil }: z.output<typeof person>, today: string): boolean {
  if (awayFrom === null && awayUntil === null) return false
  return (awayFrom === null || awayFrom <= today) && (awayUntil === null || today <= awayUntil)
}

/** Whoever waits longest; by load, who has least to do, and of those who waits longest. As they are named, at last. */
function inTurn(choose: z.output<typeof choosing>) {
  return (a: Candidate, b: Candidate): number => {
    if (choose === 'least-loaded' && a.open !== b.open) return a.open - b.open
    if (a.lastAt === b.lastAt) return 0
    return (a.lastAt ?? '') < (b.lastAt ?? '') ? -1 : 1
  }
}

/** @throws DomainError for rules by which nobody could get anything. `facts` is what they can ask. */
export function checkAssigning(
  name: string,
  { rules, people }: Assigning,
  field: string,
  facts: ReadonlyMap<string, Field>,
): void {
  checkRules(name, rules, facts, `${field}.rules`)
  for (const [place, { outcome }] of rules.entries())
    if (outcome.userIds.length === 0 && outcome.teamId === null)
      refuse(`${name}.pool-empty`, 'A rule names people or a team.', {
        field: `${field}.rules.${place}.outcome`,
      })
  if (new Set(people.map(({ userId }) => userId)).size < people.length)
    refuse(`${name}.person-twice`, 'Each person is named once.', { field: `${field}.people` })
}
