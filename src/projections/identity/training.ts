import { training } from '../../domain/identity/training.ts'
import { boolean, date, integer, json, projection, text, texts } from '../projection.ts'

export const trainingTable = projection(training)({
  name: 'training',
  version: 1,
  label: ['title'],
  columns: {
    title: text,
    text,
    dueOn: date,
    userIds: texts,
    /** When each of them has acknowledged it, by user. */
    acknowledged: json<Readonly<Record<string, string>>>(),
    /** How many have not. */
    open: integer,
    withdrawn: boolean,
  },
  indexes: [['dueOn'], ['createdAt']],
  on: {
    'training.assigned': (_, { data }) => ({
      ...data,
      acknowledged: {},
      open: data.userIds.length,
      withdrawn: false,
    }),
    'training.people-added': (row, { data: { userIds } }) =>
      row && { ...row, userIds: row.userIds.concat(userIds), open: row.open + userIds.length },
    'training.acknowledged': (row, { data: { userId }, occurredAt }) =>
      row && {
        ...row,
        acknowledged: { ...row.acknowledged, [userId]: occurredAt },
        open: row.open - 1,
      },
    'training.withdrawn': (row) => row && { ...row, withdrawn: true },
  },
})
