import { phoneCall } from '../../../domain/activities/phone-call.ts'
import { phoneLine } from '../../../domain/activities/phone-line.ts'
import { titlesOf } from '../../lists/titles.ts'

/** The events of a line in the words of the product. */
export const phoneLineTitles = titlesOf(phoneLine, {
  'phoneLine.created': ({ data: { login, domain } }) => `Line ${login}@${domain} set up`,
  'phoneLine.changed': ({ data: { changes } }) =>
    changes.userId === undefined
      ? 'Settings changed'
      : changes.userId
        ? 'Given to somebody'
        : 'Taken from who had it',
  'phoneLine.password-set': () => 'Password set',
  'phoneLine.archived': () => 'Used no more',
  'phoneLine.restored': () => 'Used again',
})

const ended = {
  'hung-up': 'Hung up',
  transferred: 'Handed on to another',
  missed: 'Missed',
  declined: 'Declined',
  'no-answer': 'Nobody answered',
  busy: 'Busy',
  failed: 'Could not be reached',
  lost: 'Nobody knows how it ended: its browser was gone',
} as const

/** The events of a call in the words of the product. */
export const phoneCallTitles = titlesOf(phoneCall, {
  'phoneCall.started': ({ data: { direction } }) =>
    direction === 'inbound' ? 'Somebody calls' : 'Somebody is called',
  'phoneCall.answered': () => 'Answered',
  'phoneCall.ended': ({ data: { end } }) => ended[end],
  'phoneCall.noted': () => 'Notes taken',
  'phoneCall.filed': () => 'Filed with records',
  'phoneCall.taken-off': () => 'Taken off records',
  'phoneCall.consented': () => 'Both sides agree that it is recorded',
  'phoneCall.consent-withdrawn': () => 'Somebody does not agree any more that it is recorded',
  'phoneCall.logged': () => 'Logged as an activity',
})
