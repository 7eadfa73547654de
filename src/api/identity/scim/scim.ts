import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { mustMay, NotFound, StaleRevision } from '../../../commands/errors.ts'
import type { Execute, Outcome } from '../../../commands/execute.ts'
import type { Rules } from '../../../commands/identity/sign-in-policy.ts'
import { directoryClaim, emailClaim, provisioning } from '../../../commands/identity/user.ts'
import { parseInput } from '../../../commands/parse.ts'
import { user } from '../../../domain/identity/user.ts'
import type { Principal } from '../../../platform/people/permissions.ts'
import { isUuid } from '../../../platform/process/ids.ts'
import type { roleTable } from '../../../projections/identity/role.ts'
import type { teamTable } from '../../../projections/identity/team.ts'
import type { userTable } from '../../../projections/identity/user.ts'
import { knownOf } from '../../http/authentication.ts'
import { endpoint } from '../../http/endpoint.ts'
import { answerProblems, Unauthorized } from '../../http/problem.ts'
import type { Extension, Services } from '../../http/services.ts'
import { parseJson } from '../../http/text.ts'
import type { TablesOf } from '../../lists/query.ts'
import { noteShown, viewerOf } from '../../log/noting.ts'
import { originOf } from '../browser.ts'
import type { IdentityService } from '../identity.ts'
import { descriptions, longestPage } from './description.ts'
import { type Attributes, conditionOf } from './filter.ts'
import { groupAttributes, groupSchema, keptOfGroup, type Team, versionOf, wantedTeam } from './group.ts'
import { patched } from './patch.ts'
import { refuseScim, scimError } from './refusal.ts'
import { attributesOf, keptOfUser, type Person, userSchema, type Wanted, wantedOf } from './user.ts'

/** Where directories send what they know. */
export const scimPath = '/scim/v2'

const mediaType = 'application/scim+json; charset=utf-8'

/** How long the lists may take to show what was just done, in ms; it is done all the same. */
const patience = 5_000

type Db = Kysely<TablesOf<[typeof userTable, typeof teamTable, typeof roleTable]>>
type UserRow = Awaited<ReturnType<typeof usersIn>>[number]
type TeamRow = Awaited<ReturnType<typeof teamsIn>>[number]

interface Parts {
  execute: Execute
  rules: Rules
  identity: Pick<IdentityService, 'reader'>
}

/**
 * SCIM 2.0 (RFC 7643, 7644): an organisation's directory makes, changes and deactivates users and teams. It comes with an API
 * key that may `user.provision`; what it does is done in the name of the key's owner, who gives no rights they lack.
 */
export function scimEndpoints({ execute, rules, identity }: Parts): Extension {
  return (app, services) => {
    app.register(
      async (scope) => {
        answerProblems(scope, {
          say(reply, problem) {
            const error = scimError(problem)
            return reply.status(Number(error.status)).type(mediaType).serializer(JSON.stringify).send(error)
          },
        })
        scope.addContentTypeParser(
          'application/scim+json',
          { parseAs: 'buffer' },
          async (_: FastifyRequest, body: Buffer) => parseJson(body),
        )
        scope.addHook('onRequest', async (request, reply) => {
          reply.header('cache-control', 'no-store')
          const { via, may } = knownOf(request).principal
          if (via.kind !== 'api-key') throw new Unauthorized('Send an API key: Authorization: Bearer <key>.')
          mustMay({ may }, provisioning)
        })
        addDescriptions(scope, services)
        addUsers(scope, doorOf({ execute, rules, identity }, services))
        addGroups(scope, doorOf({ execute, rules, identity }, services))
        scope.all('*', async (request) => {
          throw new NotFound(`${request.method} ${request.url.split('?', 1)[0]}`)
        })
      },
      { prefix: scimPath },
    )
    return [
      endpoint({
        method: 'GET',
        path: '/settings/directory',
        summary: 'Where a directory sends users and teams by SCIM 2.0, with a key that may `user.provision`',
        tag: 'settings',
        access: { permission: provisioning },
        reply: z.object({ url: z.string() }),
        run: async ({ request }) => ({ url: baseUrl(request, services) }),
      }),
    ]
  }
}

type Door = ReturnType<typeof doorOf>

/** What both kinds of resources are read and written through. */
function doorOf({ execute, rules, identity }: Parts, services: Services) {
  const { readModels } = services

  /** The owner of the key with all their rights, by the way of the key. */
  async function principalOf(request: FastifyRequest): Promise<Principal> {
    const { actor, via } = knownOf(request).principal
    const owner = await identity.reader(actor.id)
    if (!owner) throw new Unauthorized()
    return { ...owner, via }
  }

  async function read<T>(request: FastifyRequest, work: (db: Db) => Promise<T>): Promise<T> {
    return readModels.read(await principalOf(request), {}, (db) => work(db as never as Db))
  }

  async function carryOut(
    request: FastifyRequest,
    asked: { command: string; id?: string; body: object; ifMatch?: number[] },
  ): Promise<Outcome> {
    const outcome = await execute({ ...originOf(request), ...asked, principal: await principalOf(request) })
    // Who reads next is to see it.
    await readModels.waitFor(outcome.position, patience)
    return outcome
  }

  /** Who was shown to the directory, as with everything that is read. */
  function note(request: FastifyRequest, model: 'user' | 'team', records: readonly string[]): void {
    noteShown(services, request, viewerOf(knownOf(request)), { kind: 'view', model, records, what: 'SCIM' })
  }

  const baseOf = (request: FastifyRequest) => baseUrl(request, services)

  return { execute, rules, read, carryOut, note, baseOf }
}

function baseUrl(request: FastifyRequest, { publicUrl }: Pick<Services, 'publicUrl'>): string {
  return `${(publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/$/, '')}${scimPath}`
}

function addDescriptions(scope: FastifyInstance, services: Services): void {
  const of = (request: FastifyRequest) => descriptions(baseUrl(request, services))
  scope.get('/ServiceProviderConfig', async (request, reply) => send(reply, of(request).serviceProvider))
  for (const [path, which] of [
    ['ResourceTypes', 'types'],
    ['Schemas', 'schemas'],
  ] as const) {
    scope.get(`/${path}`, async (request, reply) => {
      const all = of(request)[which]
      return send(reply, listOf(all, all.length, 1))
    })
    scope.get<{ Params: { id: string } }>(`/${path}/:id`, async (request, reply) => {
      const found = of(request)[which].find(({ id }) => id === request.params.id)
      if (!found) throw new NotFound(`${path} ${request.params.id}`)
      return send(reply, found)
    })
  }
}

function addUsers(scope: FastifyInstance, door: Door): void {
  const { execute, rules, read, carryOut, note, baseOf } = door
  type OfOne = { Params: { id: string } }

  const found = async (request: FastifyRequest, id: string): Promise<UserRow> => {
    const [row] = isUuid(id) ? await read(request, (db) => usersIn(db, { ids: [id] })) : []
    if (!row) throw new NotFound(`user ${id}`)
    return row
  }

  async function told(request: FastifyRequest, reply: FastifyReply, id: string, status = 200) {
    const row = await found(request, id)
    note(request, 'user', [id])
    const resource = userResource(row, baseOf(request))
    reply.headers({ etag: resource.meta.version, location: resource.meta.location })
    return send(reply.status(status), only(resource, request))
  }

  /** Of the log, so that what is changed is what there is. */
  async function stateOf(id: string) {
    const state = await execute.load(user, id)
    if (!state) throw new NotFound(`user ${id}`)
    return state
  }

  /** The role that the directory means: one of ours by its word, id or name. */
  async function roleOf(request: FastifyRequest, said: string): Promise<string> {
    const roles = await read(request, (db) =>
      db.selectFrom('role').select(['id', 'name', 'builtIn', 'archived']).execute(),
    )
    const meant = roles.find(
      ({ id, name, builtIn, archived }) =>
        !archived && [id, name.toLowerCase(), builtIn].includes(said.toLowerCase()),
    )
    return meant
      ? (meant.builtIn ?? meant.id)
      : refuseScim('invalidValue', `roles: there is no role ${said}.`)
  }

  async function follow(
    request: FastifyRequest,
    id: string,
    { role, timeZone, ...wanted }: Wanted,
    revision?: number,
  ): Promise<void> {
    await carryOut(request, {
      command: 'user.follow-directory',
      id,
      body: {
        ...wanted,
        ...(timeZone !== undefined && { timeZone }),
        ...(role !== undefined && { role: await roleOf(request, role) }),
      },
      ...(revision !== undefined && { ifMatch: [revision] }),
    })
  }

  /** The revision to be changed, where the request names the version it has read. */
  async function revisionMeant(request: FastifyRequest, id: string): Promise<number | undefined> {
    const { revision } = await found(request, id)
    return isMet(request, [`W/"${revision}"`]) ? revision : undefined
  }

  scope.get('/Users', async (request, reply) => {
    const { filter, startIndex, count } = asked(request)
    const [total, rows] = await read(request, async (db) => {
      const users = { filter }
      return [
        await countUsers(db, users),
        count === 0 ? [] : await usersIn(db, { ...users, startIndex, count }),
      ]
    })
    note(
      request,
      'user',
      rows.map(({ id }) => id),
    )
    const base = baseOf(request)
    return send(
      reply,
      listOf(
        rows.map((row) => only(userResource(row, base), request)),
        total,
        startIndex,
      ),
    )
  })

  scope.get<OfOne>('/Users/:id', async (request, reply) => told(request, reply, request.params.id))

  scope.post('/Users', async (request, reply) => {
    const wanted = wantedOf(request.body)
    const holders = await Promise.all(
      [
        directoryClaim(wanted.directory),
        emailClaim(wanted.email),
        emailClaim(wanted.directory.userName.toLowerCase()),
      ].map((claim) => execute.holder(claim)),
    )
    const holder = holders.find((id) => id !== undefined)
    if (holder !== undefined) {
      // Whom the directory has deleted and makes again is the same person, with their history.
      if (!(await stateOf(holder)).leftDirectory)
        refuseScim('uniqueness', 'There is a user of this userName or e-mail address.')
      await follow(request, holder, wanted)
      return told(request, reply, holder, 201)
    }
    const { directoryRole } = await rules.refresh()
    const { role = directoryRole, timeZone, ...rest } = wanted
    if (!role)
      return refuseScim(
        'invalidValue',
        'roles: say a role, or set the role of users from a directory in Settings.',
      )
    const { id } = await carryOut(request, {
      command: 'user.provision',
      body: { ...rest, ...(timeZone !== undefined && { timeZone }), role: await roleOf(request, role) },
    })
    return told(request, reply, id, 201)
  })

  scope.put<OfOne>('/Users/:id', async (request, reply) => {
    const { id } = request.params
    const revision = await revisionMeant(request, id)
    await follow(request, id, wantedOf(request.body, personOf(await stateOf(id))), revision)
    return told(request, reply, id)
  })

  scope.patch<OfOne>('/Users/:id', async (request, reply) => {
    const { id } = request.params
    const revision = await revisionMeant(request, id)
    const before = personOf(await stateOf(id))
    await follow(
      request,
      id,
      wantedOf(patched(attributesOf(before), request.body, keptOfUser), before),
      revision,
    )
    return told(request, reply, id)
  })

  scope.delete<OfOne>('/Users/:id', async (request, reply) => {
    const { id } = request.params
    const revision = await revisionMeant(request, id)
    await carryOut(request, {
      command: 'user.leave-directory',
      id,
      body: {},
      ...(revision !== undefined && { ifMatch: [revision] }),
    })
    return reply.status(204).send()
  })
}

function addGroups(scope: FastifyInstance, door: Door): void {
  const { read, carryOut, note, baseOf } = door
  type OfOne = { Params: { id: string } }
  interface Found {
    row: TeamRow
    members: readonly string[]
  }

  async function found(request: FastifyRequest, id: string): Promise<Found> {
    const [row, members] = await read(request, async (db) => {
      const [team] = isUuid(id) ? await teamsIn(db, { ids: [id] }) : []
      return [team, team ? await membersOf(db, [id]) : []] as const
    })
    if (!row) throw new NotFound(`group ${id}`)
    return { row, members: members.map((member) => member.id) }
  }

  async function told(request: FastifyRequest, reply: FastifyReply, id: string, status = 200) {
    const { row, members } = await found(request, id)
    note(request, 'team', [id])
    const resource = groupResource(row, members, baseOf(request))
    reply.headers({ etag: resource.meta.version, location: resource.meta.location })
    return send(reply.status(status), only(resource, request))
  }

  async function mustBeFree(request: FastifyRequest, name: string, id?: string): Promise<void> {
    const named = await read(request, (db) =>
      db
        .selectFrom('team')
        .select('id')
        .where('archived', '=', false)
        .where(sql`lower(name)`, '=', name.toLowerCase())
        .execute(),
    )
    if (named.some((team) => team.id !== id)) refuseScim('uniqueness', `There is a group ${name}.`)
  }

  /** Who is added leaves the team they were in: everybody is in one at most. */
  async function moveMembers(
    request: FastifyRequest,
    id: string,
    before: readonly string[],
    after: readonly string[],
  ) {
    const added = after.filter((member) => !before.includes(member))
    const known = new Set(
      (added.length === 0 ? [] : await read(request, (db) => usersIn(db, { ids: added }))).map(
        (row) => row.id,
      ),
    )
    const stranger = added.find((member) => !known.has(member))
    if (stranger !== undefined) refuseScim('invalidValue', `members: there is no user ${stranger}.`)
    for (const member of added)
      await carryOut(request, { command: 'user.change', id: member, body: { teamId: id } })
    for (const member of before.filter((one) => !after.includes(one)))
      await carryOut(request, { command: 'user.change', id: member, body: { teamId: null } })
  }

  async function become(request: FastifyRequest, { row, members }: Found, wanted: Team): Promise<void> {
    const { id } = row
    if (wanted.name.toLowerCase() !== row.name.toLowerCase()) await mustBeFree(request, wanted.name, id)
    const { name, externalId } = wanted
    await carryOut(request, { command: 'team.change', id, body: { name, directoryKey: externalId } })
    await moveMembers(request, id, members, wanted.members)
  }

  async function meant(request: FastifyRequest, id: string): Promise<Found> {
    const one = await found(request, id)
    isMet(request, [versionOf(one.row.revision, one.members)])
    return one
  }

  scope.get('/Groups', async (request, reply) => {
    const { filter, startIndex, count, excluded } = asked(request)
    const [total, rows, members] = await read(request, async (db) => {
      const teams = count === 0 ? [] : await teamsIn(db, { filter, startIndex, count })
      const ids = teams.map(({ id }) => id)
      return [
        await countTeams(db, { filter }),
        teams,
        excluded.includes('members') ? [] : await membersOf(db, ids),
      ] as const
    })
    note(
      request,
      'team',
      rows.map(({ id }) => id),
    )
    const base = baseOf(request)
    const resources = rows.map((row) => {
      const own = members.filter(({ teamId }) => teamId === row.id).map(({ id }) => id)
      return only(groupResource(row, own, base), request)
    })
    return send(reply, listOf(resources, total, startIndex))
  })

  scope.get<OfOne>('/Groups/:id', async (request, reply) => told(request, reply, request.params.id))

  scope.post('/Groups', async (request, reply) => {
    const { name, externalId, members } = wantedTeam(request.body)
    await mustBeFree(request, name)
    const { id } = await carryOut(request, {
      command: 'team.create',
      body: { name, directoryKey: externalId },
    })
    await moveMembers(request, id, [], members)
    return told(request, reply, id, 201)
  })

  scope.put<OfOne>('/Groups/:id', async (request, reply) => {
    await become(request, await meant(request, request.params.id), wantedTeam(request.body))
    return told(request, reply, request.params.id)
  })

  scope.patch<OfOne>('/Groups/:id', async (request, reply) => {
    const before = await meant(request, request.params.id)
    const { row, members } = before
    const resource = groupAttributes({ ...row, members })
    await become(request, before, wantedTeam(patched(resource, request.body, keptOfGroup)))
    return told(request, reply, row.id)
  })

  scope.delete<OfOne>('/Groups/:id', async (request, reply) => {
    const { row, members } = await meant(request, request.params.id)
    await moveMembers(request, row.id, members, [])
    await carryOut(request, { command: 'team.archive', id: row.id, body: {} })
    return reply.status(204).send()
  })
}

interface Which {
  ids?: readonly string[]
  filter?: string | undefined
  startIndex?: number
  count?: number
}

const userAttributes: Attributes = {
  id: { is: 'text', sql: sql`"user".id::text` },
  username: { is: 'caseless', sql: sql`coalesce("user".user_name, "user".email)` },
  externalid: { is: 'text', sql: sql`"user".external_id` },
  displayname: { is: 'caseless', sql: sql`"user".name` },
  'name.formatted': { is: 'caseless', sql: sql`"user".name` },
  'name.givenname': { is: 'caseless', sql: sql`"user".given_name` },
  'name.familyname': { is: 'caseless', sql: sql`"user".family_name` },
  emails: { is: 'caseless', sql: sql`"user".email` },
  'emails.value': { is: 'caseless', sql: sql`"user".email` },
  'emails.type': { is: 'caseless', sql: sql`'work'` },
  'emails.primary': { is: 'flag', sql: sql`true` },
  active: { is: 'flag', sql: sql`"user".active` },
  timezone: { is: 'caseless', sql: sql`"user".time_zone` },
  'roles.value': { is: 'caseless', sql: sql`"user".role` },
  'groups.value': { is: 'text', sql: sql`"user".team_id::text` },
  'meta.created': { is: 'instant', sql: sql`"user".created_at` },
  'meta.lastmodified': { is: 'instant', sql: sql`"user".updated_at` },
}

const teamAttributes: Attributes = {
  id: { is: 'text', sql: sql`team.id::text` },
  displayname: { is: 'caseless', sql: sql`team.name` },
  externalid: { is: 'text', sql: sql`team.directory_key` },
  members: { is: 'among', holds: hasMember },
  'members.value': { is: 'among', holds: hasMember },
  'meta.created': { is: 'instant', sql: sql`team.created_at` },
  'meta.lastmodified': { is: 'instant', sql: sql`team.updated_at` },
}

function hasMember(id: string) {
  return sql<boolean>`exists (select from "user" where "user".team_id = team.id and "user".id::text = ${id})`
}

/** Whom the directory may know: whom it has deleted, and who is erased, it does not. */
function usersOf(db: Db, { ids, filter }: Which) {
  let users = db.selectFrom('user').where('user.removed', '=', false).where('user.leftDirectory', '=', false)
  if (ids) users = users.where('user.id', 'in', ids)
  return filter === undefined ? users : users.where(conditionOf(filter, userAttributes))
}

function usersIn(db: Db, which: Which) {
  return usersOf(db, which)
    .leftJoin('team', 'team.id', 'user.teamId')
    .select([
      'user.id',
      'user.revision',
      'user.createdAt',
      'user.updatedAt',
      'user.name',
      'user.email',
      'user.role',
      'user.timeZone',
      'user.active',
      'user.userName',
      'user.externalId',
      'user.givenName',
      'user.familyName',
      'user.teamId',
      'team.name as team',
    ])
    .orderBy('user.createdAt')
    .orderBy('user.id')
    .limit(which.count ?? longestIds)
    .offset((which.startIndex ?? 1) - 1)
    .execute()
}

/** More are not named in one request of a megabyte. */
const longestIds = 50_000

async function countUsers(db: Db, which: Which): Promise<number> {
  const [row] = await usersOf(db, which).select(sql<string>`count(*)`.as('count')).execute()
  return Number(row?.count ?? 0)
}

function teamsOf(db: Db, { ids, filter }: Which) {
  let teams = db.selectFrom('team').where('team.archived', '=', false)
  if (ids) teams = teams.where('team.id', 'in', ids)
  return filter === undefined ? teams : teams.where(conditionOf(filter, teamAttributes))
}

function teamsIn(db: Db, which: Which) {
  return teamsOf(db, which)
    .select([
      'team.id',
      'team.revision',
      'team.createdAt',
      'team.updatedAt',
      'team.name',
      'team.directoryKey as externalId',
    ])
    .orderBy('team.createdAt')
    .orderBy('team.id')
    .limit(which.count ?? longestIds)
    .offset((which.startIndex ?? 1) - 1)
    .execute()
}

async function countTeams(db: Db, which: Which): Promise<number> {
  const [row] = await teamsOf(db, which).select(sql<string>`count(*)`.as('count')).execute()
  return Number(row?.count ?? 0)
}

async function membersOf(db: Db, ids: readonly string[]): Promise<{ id: string; teamId: string | null }[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('user')
    .select(['id', 'teamId'])
    .where('teamId', 'in', ids)
    .where('removed', '=', false)
    .where('leftDirectory', '=', false)
    .orderBy('id')
    .execute()
}

function personOf(state: Person): Person {
  const { name, email, role, timeZone, active, directory } = state
  return { name, email, role, timeZone, active, directory }
}

function userResource(row: UserRow, base: string) {
  const { userName, externalId, givenName, familyName } = row
  const directory = userName === null ? undefined : { userName, externalId, givenName, familyName }
  return {
    schemas: [userSchema],
    id: row.id,
    ...attributesOf({ ...row, directory }),
    groups:
      row.teamId === null || row.team === null
        ? []
        : [{ value: row.teamId, display: row.team, $ref: `${base}/Groups/${row.teamId}`, type: 'direct' }],
    meta: metaOf('User', row, `${base}/Users/${row.id}`, `W/"${row.revision}"`),
  }
}

function groupResource(row: TeamRow, members: readonly string[], base: string) {
  const attributes = groupAttributes({ ...row, members })
  return {
    schemas: [groupSchema],
    id: row.id,
    ...attributes,
    members: attributes.members.map(({ value }) => ({ value, $ref: `${base}/Users/${value}`, type: 'User' })),
    meta: metaOf('Group', row, `${base}/Groups/${row.id}`, versionOf(row.revision, members)),
  }
}

function metaOf(
  resourceType: string,
  { createdAt, updatedAt }: { createdAt: string; updatedAt: string },
  location: string,
  version: string,
) {
  return { resourceType, created: createdAt, lastModified: updatedAt, location, version }
}

const whole = z.coerce.number().pipe(z.int())
const names = z
  .string()
  .max(2000)
  .transform((value) => value.split(',').map((name) => name.trim().toLowerCase()))
const parameters = z.looseObject({
  filter: z.string().optional(),
  startIndex: whole.default(1).transform((at) => Math.max(at, 1)),
  count: whole.default(100).transform((many) => Math.min(Math.max(many, 0), longestPage)),
  attributes: names.optional(),
  excludedAttributes: names.optional(),
})

function asked(request: FastifyRequest) {
  const { filter, startIndex, count, excludedAttributes } = parseInput(parameters, request.query)
  return { filter: filter === '' ? undefined : filter, startIndex, count, excluded: excludedAttributes ?? [] }
}

/** A resource with the attributes that are asked for; which it is always stands in it. */
function only<T extends object>(resource: T, request: FastifyRequest): object {
  const { attributes, excludedAttributes = [] } = parseInput(parameters, request.query)
  const first = (name: string) =>
    name.replace(/^urn:ietf:params:scim:schemas:core:2\.0:\w+:/, '').split('.')[0]
  const wanted = attributes?.map(first)
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => {
      if (name === 'id' || name === 'schemas' || name === 'meta') return true
      const own = name.toLowerCase()
      return wanted ? wanted.includes(own) : !excludedAttributes.includes(own)
    }),
  )
}

function listOf(resources: readonly unknown[], total: number, startIndex: number) {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  }
}

/** Whether the request names a version and means this one. @throws StaleRevision where it means another. */
function isMet(request: FastifyRequest, versions: readonly string[]): boolean {
  const said = request.headers['if-match']
  if (said === undefined || said.trim() === '*') return false
  // Weak or not, as directories send them.
  const bare = (tag: string) => tag.trim().replace(/^W\//, '')
  const named = said.split(',').map(bare)
  if (!versions.some((version) => named.includes(bare(version)))) throw new StaleRevision(undefined, 0, [])
  return true
}

function send(reply: FastifyReply, body: unknown): FastifyReply {
  return reply.type(mediaType).serializer(JSON.stringify).send(body)
}
