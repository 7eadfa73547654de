import { type SmsNumberState, smsNumber } from '../../domain/activities/sms-number.ts'
import { refuse } from '../../domain/error.ts'
import { team } from '../../domain/identity/team.ts'
import { user } from '../../domain/identity/user.ts'
import { allows } from '../../platform/people/permissions.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'

const smsNumberClaim = (number: string) => ({ kind: 'sms-number', value: number })

/** One's own number is one's own matter; one that others read is for who may share it. */
function mustKeep({ ownerId }: Pick<SmsNumberState, 'ownerId'>, { principal, actor }: Asking): void {
  if (ownerId !== null && ownerId === actor.id) return
  if (!allows(principal.may, 'smsNumber.share'))
    refuse('smsNumber.not-own', 'Only your own number is yours to set up.', { field: 'ownerId' })
}

export const smsNumberCommands = commandsOf(
  smsNumber,
  (prepared) => {
    const kept = <B extends object>(body: B, asking: Asking<SmsNumberState>): B => {
      mustKeep(asking.state, asking as Asking)
      return body
    }
    return {
      'smsNumber.create': {
        summary: 'Set up a number that texts go out from, of one’s own or a shared one',
        ...prepared(smsNumber.commands['smsNumber.create'].schema, async (body, asking) => {
          mustKeep(body, asking)
          await mustExist('smsNumber', body, { ownerId: user, teamId: team }, asking)
          if (body.ownerId !== null && body.teamId !== null)
            refuse('smsNumber.two-readers', 'It is somebody’s own, or a team’s.', { field: 'teamId' })
          return body
        }),
      },
      'smsNumber.change': {
        summary: 'Change by which gateway a number sends, and what a part of a text costs',
        inverse: asBefore('smsNumber.change'),
        ...prepared(smsNumber.commands['smsNumber.change'], kept),
      },
      'smsNumber.archive': {
        summary: 'Send and take texts by a number no more',
        inverse: by('smsNumber.restore'),
        ...prepared(smsNumber.commands['smsNumber.archive'], kept),
      },
      'smsNumber.restore': {
        summary: 'Send and take texts by a number again',
        inverse: by('smsNumber.archive'),
        ...prepared(smsNumber.commands['smsNumber.restore'], kept),
      },
      'smsNumber.set-password': {
        summary: 'Name the password of a number at its gateway, which is kept beside the log',
        internal: true,
        permission: 'smsNumber.change',
        ...prepared(smsNumber.commands['smsNumber.set-password'], kept),
      },
    }
  },
  { unique: ({ number }) => [smsNumberClaim(number)] },
)
