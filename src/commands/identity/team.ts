import { refuse } from '../../domain/error.ts'
import { team } from '../../domain/identity/team.ts'
import { user } from '../../domain/identity/user.ts'
import { everyone } from '../../platform/permissions.ts'
import { type Asking, commandsOf } from '../command.ts'

export const teamCommands = commandsOf(team, { resource: 'teams', grants: () => [everyone] }, (prepared) => ({
  'team.create': {
    summary: 'Create a team',
    ...prepared(team.commands['team.create'].schema, async (body, asking) => {
      await mustBeUser(body.managerId, asking)
      return body
    }),
  },
  'team.change': {
    summary: 'Change name, region or manager of a team',
    ...prepared(team.commands['team.change'], async (body, asking) => {
      await mustBeUser(body.managerId, asking)
      return body
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
