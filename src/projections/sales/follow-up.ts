import { type FollowUpModel, type FollowUpReason, followUp } from '../../domain/sales/follow-up.ts'
import { boolean, type Column, instant, nullable, projection, uuid } from '../projection.ts'

const reasonText: Column<FollowUpReason> = { sql: 'text', nullable: false }
const modelText: Column<FollowUpModel> = { sql: 'text', nullable: false }

/** The suggestions that people have set aside. */
export const followUpTable = projection(followUp)({
  name: 'followUp',
  version: 1,
  columns: {
    reason: reasonText,
    model: modelText,
    recordId: uuid,
    since: instant,
    until: nullable(instant),
    ownerId: uuid,
    broughtBack: boolean,
  },
  indexes: [['ownerId', 'recordId'], ['recordId'], ['createdAt'], ['updatedAt']],
  on: {
    'followUp.set-aside': (_, { data }) => ({ ...data, broughtBack: false }),
    'followUp.brought-back': (row) => row && { ...row, broughtBack: true },
  },
})
