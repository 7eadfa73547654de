import { socialAccount } from '../../domain/activities/social-account.ts'
import { socialMonitor } from '../../domain/activities/social-monitor.ts'
import { refuse } from '../../domain/error.ts'
import { commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'

export const socialMonitorCommands = commandsOf(socialMonitor, (prepared) => ({
  'socialMonitor.create': {
    summary: 'Listen for a hashtag or for words in a social network',
    ...prepared(
      socialMonitor.commands['socialMonitor.create'].schema.omit({ ownerId: true, teamId: true }),
      async (body, asking) => {
        await mustExist('socialMonitor', body, { socialAccountId: socialAccount }, asking)
        const own =
          (await asking.access('socialAccount', body.socialAccountId)) === undefined
            ? undefined
            : await asking.load(socialAccount, body.socialAccountId)
        if (!own)
          refuse('socialMonitor.account-unknown', 'There is no such account of ours.', {
            field: 'socialAccountId',
          })
        return { ...body, ownerId: own.ownerId, teamId: own.teamId }
      },
    ),
  },
  'socialMonitor.change': {
    summary: 'Call what is listened for otherwise',
    inverse: asBefore('socialMonitor.change'),
  },
  'socialMonitor.archive': { summary: 'Listen for it no more', inverse: by('socialMonitor.restore') },
  'socialMonitor.restore': { summary: 'Listen for it again', inverse: by('socialMonitor.archive') },
}))
