import { reportLink } from '../../domain/analytics/report-link.ts'
import { user } from '../../domain/identity/user.ts'
import { readingOf } from '../../platform/people/permissions.ts'
import { commandsOf } from '../command.ts'
import { mustMay } from '../errors.ts'
import { mustExist } from '../references.ts'
import { reportInUse } from './report-in-use.ts'

const { commands } = reportLink

export const reportLinkCommands = commandsOf(reportLink, (prepared) => ({
  'reportLink.make': {
    summary: 'Show a report to somebody without an account, by a link that is open until an instant',
    ...prepared(
      commands['reportLink.make'].schema.omit({ sharerId: true, name: true, definition: true, sight: true }),
      async (body, asking) => {
        const { actor, may, keys, masks } = asking.principal
        // What nobody may take along themselves they give to nobody.
        if (body.files) mustMay({ may }, 'report.export')
        const sharerId = actor.id
        await mustExist('reportLink', { sharerId }, { sharerId: user }, asking)
        const { name, definition } = await reportInUse('reportLink', body, asking)
        const hidden = Object.fromEntries(
          Object.entries(masks.hidden).map(([model, fields]) => [model, [...fields]]),
        )
        return {
          ...body,
          sharerId,
          name,
          definition,
          sight: { may: readingOf(may), keys: [...keys], hidden },
        }
      },
    ),
  },
  'reportLink.withdraw': { summary: 'Close the link to a report: it leads nowhere from then on' },
}))
