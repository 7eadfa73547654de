import { quarantine } from '../../domain/settings/quarantine.ts'
import { titlesOf } from '../lists/titles.ts'

export const quarantineTitles = titlesOf(quarantine, {
  'quarantine.begun': () => 'List of events that are set aside begun',
  'quarantine.event-set-aside': ({ data }) =>
    `Event ${data.eventId} set aside for ${data.model}: ${data.reason}`,
})
