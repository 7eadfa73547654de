import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RecordRef } from '../../commands/command.ts'
import { Forbidden, InvalidInput, NotFound } from '../../commands/errors.ts'
import { roleId } from '../../commands/identity/role.ts'
import { type Authority, noAuthority, roles } from '../../domain/identity/authority.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { allows, everyone, keyOf } from '../../platform/people/permissions.ts'
import type { roleTable } from '../../projections/identity/role.ts'
import type { shareTable } from '../../projections/identity/share.ts'
import type { teamTable } from '../../projections/identity/team.ts'
import type { userTable } from '../../projections/identity/user.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import type { Services } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'
import { resourcesOf, stepsOf } from '../log/history.ts'
import { keysOf, managedTeams } from './rights.ts'

type Db = Kysely<TablesOf<[typeof userTable, typeof teamTable, typeof roleTable, typeof shareTable]>>

const way = z
  .object({
    kind: z.enum(['everyone', 'role', 'owner', 'member', 'team', 'queue', 'share', 'record']),
    key: z.string(),
    text: z.string(),
  })
  .register(vocabulary, { id: 'AccessWay' })
type Way = z.output<typeof way>

const about = { aggregate: z.string().min(1).max(60), id: uuid }

/** Who sees a record and why, or why not; now and at any instant of the past. */
export function accessExplained(services: Services): Endpoint[] {
  const tag = 'access'
  return [
    endpoint({
      method: 'GET',
      path: '/access/why',
      summary: 'Why can or can’t I see this? On behalf of others with the permission access.read',
      tag,
      access: 'signed-in',
      parameters: z.object({ ...about, userId: uuid.optional(), asOf: instant.optional() }),
      reply: z.object({
        userId: uuid,
        sees: z.boolean(),
        permission: z.object({ needed: z.string(), held: z.boolean() }),
        through: z.array(way).describe('What lets them see it.'),
        missing: z.array(z.string()).describe('What would let them see it.'),
      }),
      async run({ parameters: { aggregate, id, asOf, ...asked }, principal }) {
        const { actor, may } = principal()
        const userId = asked.userId ?? actor.id
        const mayKnow = allows(may, 'access.read')
        if ((userId !== actor.id || asOf !== undefined) && !mayKnow) throw new Forbidden('access.read')
        const { people, teams } = await companyAt(services, asOf)
        const openings = await openingsOf(services, aggregate, id, asOf)
        const person = people.find((one) => one.id === userId)
        if (!openings || !person)
          throw new NotFound(`${openings ? 'user' : aggregate} ${openings ? userId : id}`)
        const through = waysThrough(person, { people, teams }, openings)
        const needed = `${aggregate}.read`
        const held = person.active && allows(person.authority.may, needed)
        const sees = held && through.length > 0
        // Whoever may not know of a record learns that it is there, and no more: not even whose it is.
        const missing = sees
          ? []
          : mayKnow
            ? wordsFor(person, { people, teams }, needed, held, openings, through)
            : [noMore]
        return {
          userId,
          sees,
          permission: { needed, held },
          through: sees || mayKnow ? through : [],
          missing,
        }
      },
    }),
    endpoint({
      method: 'GET',
      path: '/access/effective',
      summary: 'Who could see a record at an instant, by the rights of then, and who did see it up to then',
      tag,
      access: { permission: 'access.read' },
      parameters: z.object({ ...about, at: instant.optional() }),
      reply: z.object({
        at: instant,
        could: z.array(z.object({ userId: uuid, name: z.string(), role: z.string(), through: z.array(way) })),
        did: z.array(
          z.object({
            actorId: z.string(),
            name: z.string(),
            times: z.int(),
            first: z.string(),
            last: z.string(),
            kinds: z.array(z.string()),
          }),
        ),
      }),
      async run({ parameters: { aggregate, id, at }, principal }) {
        const { people, teams } = await companyAt(services, at)
        const openings = await openingsOf(services, aggregate, id, at)
        if (!openings) throw new NotFound(`${aggregate} ${id}`)
        const could = people.flatMap((person) => {
          const { name, role, active, authority } = person
          const through = waysThrough(person, { people, teams }, openings)
          if (!active || through.length === 0 || !allows(authority.may, `${aggregate}.read`)) return []
          return [{ userId: person.id, name, role, through }]
        })
        await services.access.flush()
        const seen = await services.access.viewers(id, at)
        const names = await services.identity.names(
          seen.map(({ actorId }) => actorId),
          principal(),
        )
        const did = seen.map((one) => ({ ...one, name: names.get(one.actorId) ?? one.actorId }))
        return { at: at ?? services.clock(), could, did }
      },
    }),
  ]
}

const noMore = 'It is neither yours nor shared with you, and your role does not show it to you.'

interface Person {
  id: string
  name: string
  role: string
  teamId: string | null
  active: boolean
  authority: Authority
  keys: readonly string[]
  shares: readonly { recordId: string; level: string; grantedBy: string; reason: string }[]
}

interface Team {
  id: string
  name: string
  managerId: string | null
  parentId: string | null
}

interface Company {
  people: readonly Person[]
  teams: readonly Team[]
}

/** Everybody with the rights they had at an instant, and the teams of then, folded like everything else. */
async function companyAt({ readModels, clock, faces }: Services, asOf: string | undefined): Promise<Company> {
  const keys = ['user', 'team', 'role', 'share'].map(keyOf.all)
  const { users, teams, defined, shares } = await readModels.read({ keys }, { asOf }, async (all) => {
    const db = all as never as Db
    const users = await db.selectFrom('user').select(['id', 'name', 'role', 'teamId', 'active']).execute()
    const teams = await db.selectFrom('team').select(['id', 'name', 'managerId', 'parentId']).execute()
    const defined = await db.selectFrom('role').selectAll().execute()
    const shares = await db.selectFrom('share').selectAll().where('revokedAt', 'is', null).execute()
    return { users, teams, defined, shares }
  })
  const at = asOf ?? clock()
  const roleOf = (ref: string): { name: string; authority: Authority } => {
    const found = defined.find(({ id }) => id === roleId(ref))
    if (found) return { name: found.name, authority: found.archived ? noAuthority : found }
    const builtIn = roles.find((name) => name === ref)
    return { name: ref, authority: builtIn ? faces.authorities[builtIn] : noAuthority }
  }
  const people = users.map(({ id, name, role, teamId, active }) => {
    const { name: roleName, authority } = roleOf(role)
    const managed = managedTeams(id, teams)
    const shared = shares.filter(({ granteeId }) => granteeId === id || granteeId === teamId)
    return {
      id,
      name,
      role: roleName,
      teamId,
      active,
      authority,
      shares: shared.filter(({ expiresAt }) => expiresAt === null || expiresAt > at),
      keys: keysOf({
        userId: id,
        teamId,
        authority,
        managed: {
          teams: managed,
          members: users.filter((one) => one.teamId && managed.includes(one.teamId)).map((one) => one.id),
        },
        shared,
        at,
      }),
    }
  })
  return { people, teams }
}

/** A record with the grants of those who see it. */
interface Opening extends RecordRef {
  grants: readonly string[]
}

/**
 * What lets see a record as it was at an instant: its own grants first, then those of the records it is seen with;
 * undefined: there was none.
 */
async function openingsOf(
  services: Services,
  model: string,
  id: string,
  asOf: string | undefined,
): Promise<readonly [Opening, ...Opening[]] | undefined> {
  const resources = [...resourcesOf(services).values()]
  const then = async (ref: RecordRef) => {
    const resource = resources.find(({ decider }) => decider.name === ref.model)
    if (!resource) {
      const message = `There is no model ${ref.model}.`
      throw new InvalidInput([{ field: 'aggregate', rule: 'unknown', message }])
    }
    const steps = stepsOf(resource.decider, await services.events(resource.decider, ref.id))
    const last = steps.findLast(({ event }) => asOf === undefined || event.occurredAt <= asOf)
    if (!last) return undefined
    return { ...ref, grants: resource.grants(last.after), seenWith: resource.seenWith(last.after) }
  }
  const own = await then({ model, id })
  if (!own) return undefined
  const all: [Opening, ...Opening[]] = [own]
  // What it is seen with may be seen with others itself.
  for (let news = own.seenWith; news.length > 0; ) {
    const found = (await Promise.all(news.map(then))).filter((one) => one !== undefined)
    all.push(...found)
    news = found.flatMap(({ seenWith }) => seenWith).filter((ref) => !all.some(({ id: of }) => of === ref.id))
  }
  return all
}

/** Each way in which a person gets to see a record, by itself or by one it is seen with. */
function waysThrough(
  person: Person,
  company: Company,
  [own, ...others]: readonly [Opening, ...Opening[]],
): Way[] {
  return [
    ...waysOf(person, company, own.model, own.id, own.grants),
    ...others.flatMap(({ model, id, grants }) =>
      waysOf(person, company, model, id, grants).map(({ key, text }) => ({
        kind: 'record' as const,
        key,
        text: `It is about the ${model} ${id}: ${text}`,
      })),
    ),
  ]
}

/** Each way in which a person gets to see a record. */
function waysOf(
  person: Person,
  company: Company,
  model: string,
  id: string,
  grants: readonly string[],
): Way[] {
  const { keys, role } = person
  const all = [keyOf.all('*'), keyOf.all(model)].filter((key) => keys.includes(key))
  const matching = grants.filter((grant) => grant === everyone || keys.includes(grant))
  const shares = person.shares.filter(({ recordId }) => recordId === id)
  return [
    ...all.map((key) => ({ kind: 'role' as const, key, text: `The role ${role} shows every ${model}.` })),
    ...matching.map((key) => ({ key, ...inWords(key, person, company) })),
    ...shares.map(({ level, reason }) => ({
      kind: 'share' as const,
      key: keyOf.record(id),
      text: `Shared to ${level}: ${reason}`,
    })),
  ]
}

function inWords(key: string, person: Person, { people, teams }: Company): Omit<Way, 'key'> {
  if (key === everyone) return { kind: 'everyone', text: 'Everybody sees it.' }
  const [kind, of = ''] = key.split(':')
  if (kind === 'queue')
    return { kind: 'queue', text: `Nobody owns it, and the role ${person.role} sees those.` }
  if (kind === 'team' && of === person.teamId)
    return { kind: 'team', text: `It is of their team, ${lineOf(of, teams)[0]?.name}.` }
  if (kind === 'team') return { kind: 'team', text: `It is of ${managedLine(person.id, of, teams)}.` }
  if (of === person.id) return { kind: 'owner', text: 'It is theirs.' }
  const owner = people.find(({ id }) => id === of)
  const team = managedLine(person.id, owner?.teamId ?? null, teams)
  return { kind: 'member', text: `It is of ${owner?.name ?? of}, of ${team}.` }
}

/** A team in words, up to the one that somebody manages: itself, or one above it. */
function managedLine(managerId: string, teamId: string | null, teams: readonly Team[]): string {
  const line = lineOf(teamId, teams)
  const managed = line.findIndex((team) => team.managerId === managerId)
  const [first, ...above] = line.slice(0, managed + 1).map(({ name }) => name)
  return [`the team ${first}`, ...above.map((name) => `which is part of ${name}`), 'which they manage'].join(
    ', ',
  )
}

/** A team and what it is part of, the nearest first. */
function lineOf(teamId: string | null, teams: readonly Team[]): Team[] {
  const line: Team[] = []
  for (let id = teamId; id !== null; ) {
    const team = teams.find((one) => one.id === id)
    if (!team || line.includes(team)) break
    line.push(team)
    id = team.parentId
  }
  return line
}

function wordsFor(
  person: Person,
  { people, teams }: Company,
  needed: string,
  held: boolean,
  [own, ...others]: readonly [Opening, ...Opening[]],
  through: readonly Way[],
): string[] {
  const whose = own.grants.map((grant) => {
    const [kind, of = ''] = grant.split(':')
    if (kind === 'user') {
      const owner = people.find(({ id }) => id === of)
      const line = lineOf(owner?.teamId ?? null, teams).map(({ name }) => name)
      const manage = line.length > 0 ? `, manage their team (${line.join(', in ')})` : ''
      return `It is of ${owner?.name ?? of}: be them${manage}, or have it shared.`
    }
    if (kind === 'team') {
      const line = lineOf(of, teams).map(({ name }) => name)
      return `It is of the team ${line[0] ?? of}: be in it, or manage it or what it is part of.`
    }
    if (kind === 'queue') return `Nobody owns it, and the role ${person.role} does not see the ${of} queue.`
    return `It is for ${kind} ${of}.`
  })
  return [
    ...(person.active ? [] : [`${person.name} is deactivated.`]),
    ...(held || !person.active ? [] : [`The role ${person.role} does not have the permission ${needed}.`]),
    ...(through.length > 0 ? [] : whose.length > 0 ? whose : ['Only who sees every record sees this one.']),
    ...(through.length > 0
      ? []
      : others.map(({ model, id }) => `Or see the ${model} ${id}, which it is about.`)),
  ]
}
