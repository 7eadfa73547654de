import { businessCalendar } from '../../domain/service/business-calendar.ts'
import { service } from '../../domain/service/service.ts'
import { slaPolicy } from '../../domain/service/sla-policy.ts'
import { sameName } from '../../domain/values/text.ts'
import { commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'

const { commands } = service
const references = { slaPolicyId: slaPolicy, calendarId: businessCalendar }

export const serviceCommands = commandsOf(
  service,
  (prepared) => ({
    'service.create': {
      summary: 'Put a service into the catalogue',
      ...prepared(commands['service.create'].schema, async (body, asking) => {
        await mustExist('service', body, references, asking)
        return body
      }),
    },
    'service.change': {
      summary: 'Change a service; orders that there are keep what it was',
      inverse: asBefore('service.change'),
      ...prepared(commands['service.change'], async (body, asking) => {
        await mustExist('service', body, references, asking)
        return body
      }),
    },
    'service.archive': { summary: 'Take a service out of the catalogue', inverse: by('service.restore') },
    'service.restore': { summary: 'Offer a service again', inverse: by('service.archive') },
  }),
  { unique: ({ name }) => [{ kind: 'service-name', value: sameName(name) }] },
)
