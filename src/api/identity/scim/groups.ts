import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { NotFound } from '../../../commands/errors.ts'
import { isUuid } from '../../../platform/process/ids.ts'
import type { Door } from './door.ts'
import { groupAttributes, groupSchema, keptOfGroup, type Team, versionOf, wantedTeam } from './group.ts'
import { patched } from './patch.ts'
import { refuseScim } from './refusal.ts'
import { asked, isMet, listOf, metaOf, only, send } from './request.ts'
import { countTeams, membersOf, type TeamRow, teamsIn, usersIn } from './tables.ts'

/** Groups of the directory are teams: they are read, made, changed, archived, and filled. */
export function addGroups(scope: FastifyInstance, door: Door): void {
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
    return send(reply.status(status), only(request)(resource))
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

  /** Asked before anything is written, so that what is refused leaves nothing behind. */
  async function mustBeKnown(
    request: FastifyRequest,
    before: readonly string[],
    after: readonly string[],
  ): Promise<void> {
    const added = after.filter((member) => !before.includes(member))
    const known = new Set(
      (added.length === 0 ? [] : await read(request, (db) => usersIn(db, { ids: added }))).map(
        (row) => row.id,
      ),
    )
    const stranger = added.find((member) => !known.has(member))
    if (stranger !== undefined) refuseScim('invalidValue', `members: there is no user ${stranger}.`)
  }

  /** Who is added leaves the team they were in: everybody is in one at most. */
  async function moveMembers(
    request: FastifyRequest,
    id: string,
    before: readonly string[],
    after: readonly string[],
  ) {
    const added = after.filter((member) => !before.includes(member))
    for (const member of added)
      await carryOut(request, { command: 'user.change', id: member, body: { teamId: id } })
    for (const member of before.filter((one) => !after.includes(one)))
      await carryOut(request, { command: 'user.change', id: member, body: { teamId: null } })
  }

  async function become(request: FastifyRequest, { row, members }: Found, wanted: Team): Promise<void> {
    const { id } = row
    if (wanted.name.toLowerCase() !== row.name.toLowerCase()) await mustBeFree(request, wanted.name, id)
    await mustBeKnown(request, members, wanted.members)
    const { name, externalId } = wanted
    // What stays as it was read is not said again: somebody else may be changing it.
    const changes = {
      ...(name !== row.name && { name }),
      ...(externalId !== row.externalId && { directoryKey: externalId }),
    }
    if (Object.keys(changes).length > 0)
      await carryOut(request, { command: 'team.change', id, body: changes })
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
    const shown = only(request)
    const resources = rows.map((row) => {
      const own = members.filter(({ teamId }) => teamId === row.id).map(({ id }) => id)
      return shown(groupResource(row, own, base))
    })
    return send(reply, listOf(resources, total, startIndex))
  })

  scope.get<OfOne>('/Groups/:id', async (request, reply) => told(request, reply, request.params.id))

  scope.post('/Groups', async (request, reply) => {
    const { name, externalId, members } = wantedTeam(request.body)
    await mustBeFree(request, name)
    await mustBeKnown(request, [], members)
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
