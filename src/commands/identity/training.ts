import { refuse } from '../../domain/error.ts'
import { training } from '../../domain/identity/training.ts'
import { user } from '../../domain/identity/user.ts'
import { type Asking, commandsOf } from '../command.ts'

export const trainingCommands = commandsOf(training, (prepared) => ({
  'training.assign': {
    summary: 'Assign a training to people, to be acknowledged by a day',
    ...prepared(
      training.commands['training.assign'].schema.omit({ timeZone: true }),
      async (body, asking) => ({ ...(await forUsers(body, asking)), timeZone: await asking.zone() }),
    ),
  },
  'training.add-people': {
    summary: 'Assign a training to more people',
    ...prepared(training.commands['training.add-people'], forUsers),
  },
  'training.acknowledge': { summary: 'Acknowledge a training of one’s own', internal: true },
  'training.withdraw': { summary: 'Withdraw a training; nobody needs to acknowledge it any more' },
}))

async function forUsers<B extends { userIds: readonly string[] }>(
  body: B,
  { load }: Pick<Asking, 'load'>,
): Promise<B> {
  for (const id of body.userIds) {
    const found = await load(user, id)
    if (!found?.active)
      refuse('training.unknown-user', 'There is no such user.', { field: 'userIds', details: { userId: id } })
  }
  return body
}
