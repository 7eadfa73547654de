import { refuse } from '../../domain/error.ts'
import { team } from '../../domain/identity/team.ts'
import { user } from '../../domain/identity/user.ts'
import { type Asking, commandsOf } from '../command.ts'
import { ancestorsFrom, oneMoveAtATime } from '../references.ts'

const createBody = team.commands['team.create'].schema.omit({ ancestors: true })
const changeBody = team.commands['team.change'].omit({ ancestors: true })

export const teamCommands = commandsOf(team, (prepared) => ({
  'team.create': {
    summary: 'Create a team',
    ...prepared(createBody, async (body, asking) => {
      await mustBeUser(body.managerId, asking)
      return { ...body, ancestors: await ancestorsOf(body.parentId, asking) }
    }),
  },
  'team.change': {
    summary:
      'Change name, region, manager of a team, or what it is part of; what managers see follows at once',
    alone: oneMoveAtATime(team),
    ...prepared(changeBody, async (body, asking) => {
      await mustBeUser(body.managerId, asking)
      return { ...body, ancestors: await ancestorsOf(body.parentId, asking) }
    }),
  },
  'team.archive': { summary: 'Archive a team' },
  'team.restore': { summary: 'Restore an archived team' },
}))

async function mustBeUser(id: string | null | undefined, { load }: Pick<Asking, 'load'>): Promise<void> {
  if (id && !(await load(user, id)))
    refuse('team.unknown-manager', 'There is no such user.', {
      field: 'managerId',
      details: { managerId: id },
    })
}

const ancestorsOf = (parentId: string | null | undefined, { load }: Pick<Asking, 'load'>) =>
  ancestorsFrom(parentId, (id) => load(team, id))
