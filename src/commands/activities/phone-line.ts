import { phoneLine } from '../../domain/activities/phone-line.ts'
import { user } from '../../domain/identity/user.ts'
import { commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'

export const phoneLineCommands = commandsOf(
  phoneLine,
  (prepared) => ({
    'phoneLine.create': {
      summary: 'Set up a telephone line, and say whose it is',
      ...prepared(phoneLine.commands['phoneLine.create'].schema, async (body, asking) => {
        await mustExist('phoneLine', body, { userId: user }, asking)
        return body
      }),
    },
    'phoneLine.change': {
      summary: 'Change a telephone line, or give it to somebody else, for whom it needs a password anew',
      inverse: asBefore('phoneLine.change'),
      ...prepared(phoneLine.commands['phoneLine.change'], async (body, asking) => {
        await mustExist('phoneLine', body, { userId: user }, asking)
        return body
      }),
    },
    'phoneLine.archive': {
      summary: 'Telephone by a line no more',
      inverse: by('phoneLine.restore'),
    },
    'phoneLine.restore': {
      summary: 'Telephone by a line again',
      inverse: by('phoneLine.archive'),
    },
    'phoneLine.set-password': {
      summary: 'Name the password of a line at its server, which is kept beside the log',
      internal: true,
      permission: 'phoneLine.change',
    },
  }),
  {
    unique: ({ login, domain, userId, archived }) =>
      archived
        ? []
        : [
            { kind: 'phone-line-login', value: `${login}@${domain.toLowerCase()}` },
            ...(userId === null ? [] : [phoneLineClaim(userId)]),
          ],
  },
)

/** Somebody has one line: their browser is one telephone. */
export const phoneLineClaim = (userId: string) => ({ kind: 'phone-line-user', value: userId })
