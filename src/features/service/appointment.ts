import { appointmentQueries, appointmentTitles } from '../../api/service/appointment.ts'
import { appointmentSlots, resourceUse } from '../../api/service/resource-planning.ts'
import { appointmentCommands } from '../../commands/service/appointment.ts'
import { appointment as decider } from '../../domain/service/appointment.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { appointmentTable } from '../../projections/service/appointment.ts'
import { feature } from '../feature.ts'

const whole = { may: ['appointment.*'], seesAll: true } as const

export const appointment = feature({
  decider,
  resource: 'appointments',
  // Who plans has to see what is taken.
  grants: () => [everyone],
  authority: { manager: whole, rep: { may: ['appointment.read'], seesAll: true }, agent: whole },
  table: appointmentTable,
  commands: appointmentCommands,
  queries: [...appointmentQueries, appointmentSlots, resourceUse],
  titles: appointmentTitles,
})
