import { merge } from '../../domain/customers/merge.ts'
import { conflict } from '../../domain/error.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { commandsOf } from '../command.ts'

const { commands } = merge

/** Sent by the merge's own endpoints, which look whether it can be, and by its process manager, which carries it on. */
export const mergeCommands = commandsOf(merge, (prepared) => ({
  'merge.start': {
    summary: 'Make two records one',
    internal: true,
    ...prepared(commands['merge.start'].schema.omit({ askerId: true }), (body, { principal }) => ({
      ...body,
      askerId: askerIn(principal),
    })),
  },
  'merge.advance': { summary: 'Carry a merge on', internal: true },
  'merge.revert': {
    summary: 'Make two of one again',
    internal: true,
    ...prepared(commands['merge.revert'].omit({ askerId: true }), (_, { principal }) => ({
      askerId: askerIn(principal),
    })),
  },
}))

function askerIn({ actor }: Principal): string {
  if (actor.kind !== 'user') conflict('merge.nobody', 'Two records are made one by somebody who knows them.')
  return actor.id
}
