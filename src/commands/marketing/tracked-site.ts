import { trackedSite } from '../../domain/marketing/tracked-site.ts'
import { commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'

/** One origin is of one site, by which it is found. */
export const originClaim = (origin: string) => ({ kind: 'tracked-origin', value: origin })

export const trackedSiteCommands = commandsOf(
  trackedSite,
  () => ({
    'trackedSite.create': { summary: 'Have a web site tell what is looked at, of whoever allows it' },
    'trackedSite.change': { summary: 'Change a web site', inverse: asBefore('trackedSite.change') },
    'trackedSite.archive': {
      summary: 'Have a web site tell nothing any more',
      inverse: by('trackedSite.restore'),
    },
    'trackedSite.restore': { summary: 'Have a web site tell again', inverse: by('trackedSite.archive') },
  }),
  { unique: ({ sites }) => sites.map(originClaim) },
)
