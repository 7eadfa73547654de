import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NotFound, StaleRevision } from '../../../commands/errors.ts'
import { directoryClaim, emailClaim } from '../../../commands/identity/user.ts'
import { user } from '../../../domain/identity/user.ts'
import { isUuid } from '../../../platform/process/ids.ts'
import type { Door } from './door.ts'
import { patched } from './patch.ts'
import { refuseScim } from './refusal.ts'
import { asked, isMet, listOf, metaOf, only, send } from './request.ts'
import { countUsers, type UserRow, usersIn } from './tables.ts'
import { attributesOf, keptOfUser, type Person, userSchema, type Wanted, wantedOf } from './user.ts'

/** Users of the directory: they are read, made, changed, deactivated, and made again. */
export function addUsers(scope: FastifyInstance, door: Door): void {
  const { execute, rules, read, readWhole, caughtUp, carryOut, note, baseOf } = door
  type OfOne = { Params: { id: string } }

  const found = async (request: FastifyRequest, id: string, by = read): Promise<UserRow> => {
    const [row] = isUuid(id) ? await by(request, (db) => usersIn(db, { ids: [id] })) : []
    if (!row) throw new NotFound(`user ${id}`)
    return row
  }

  async function told(request: FastifyRequest, reply: FastifyReply, id: string, status = 200) {
    const row = await found(request, id)
    note(request, 'user', [id])
    const resource = userResource(row, baseOf(request))
    reply.headers({ etag: resource.meta.version, location: resource.meta.location })
    return send(reply.status(status), only(request)(resource))
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
    return isMet(request, [versionOf({ revision })]) ? revision : undefined
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
    const shown = only(request)
    return send(
      reply,
      listOf(
        rows.map((row) => shown(userResource(row, base))),
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
      if (!(await execute.load(user, holder))?.leftDirectory)
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

  /**
   * What a request makes of a user is worked out of the state that it changes, and of no older one: what somebody else did
   * meanwhile would be undone. Unless the request names a version it is worked out anew then.
   */
  async function become(request: FastifyRequest, id: string, wanted: (before: Person) => Wanted) {
    for (let tries = 1; ; tries += 1) {
      const before = await found(request, id, readWhole)
      const isNamed = isMet(request, [versionOf(before)])
      try {
        return await follow(request, id, wanted(personOf(before)), before.revision)
      } catch (error) {
        if (!(error instanceof StaleRevision) || isNamed || tries === mostTries) throw error
        await caughtUp(error)
      }
    }
  }

  scope.put<OfOne>('/Users/:id', async (request, reply) => {
    const { id } = request.params
    await become(request, id, (before) => wantedOf(request.body, before))
    return told(request, reply, id)
  })

  scope.patch<OfOne>('/Users/:id', async (request, reply) => {
    const { id } = request.params
    await become(request, id, (before) =>
      wantedOf(patched(attributesOf(before), request.body, keptOfUser), before),
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

/** How often a change is worked out anew because others change the same user. */
const mostTries = 10

const versionOf = ({ revision }: Pick<UserRow, 'revision'>) => `W/"${revision}"`

function personOf(row: UserRow): Person {
  const { name, email, role, timeZone, active, userName, externalId, givenName, familyName } = row
  const directory = userName === null ? undefined : { userName, externalId, givenName, familyName }
  return { name, email, role, timeZone, active, directory }
}

function userResource(row: UserRow, base: string) {
  return {
    schemas: [userSchema],
    id: row.id,
    ...attributesOf(personOf(row)),
    groups:
      row.teamId === null || row.team === null
        ? []
        : [{ value: row.teamId, display: row.team, $ref: `${base}/Groups/${row.teamId}`, type: 'direct' }],
    meta: metaOf('User', row, `${base}/Users/${row.id}`, versionOf(row)),
  }
}
