import { refuse } from '../../domain/error.ts'
import { team } from '../../domain/identity/team.ts'
import { user } from '../../domain/identity/user.ts'
import { businessCalendar } from '../../domain/service/business-calendar.ts'
import { slaPolicy } from '../../domain/service/sla-policy.ts'
import { type Asking, commandsOf } from '../command.ts'
import { mustExist } from '../references.ts'

/** Held by the default policy, so that there is at most one and opening a ticket finds it. */
export const defaultPolicyClaim = { kind: 'sla-policy', value: 'default' }

export const slaPolicyCommands = commandsOf(
  slaPolicy,
  (prepared) => ({
    'slaPolicy.create': {
      summary: 'Create a service level policy',
      ...prepared(slaPolicy.commands['slaPolicy.create'].schema, async (body, asking) => {
        await mustBeCalendar(body.calendarId, asking)
        await mustExist('slaPolicy', body.escalateTo ?? {}, { teamId: team, userId: user }, asking)
        return body
      }),
    },
    'slaPolicy.change': {
      summary: 'Change a service level policy, for tickets opened from now on',
      ...prepared(slaPolicy.commands['slaPolicy.change'], async (body, asking) => {
        await mustBeCalendar(body.calendarId, asking)
        await mustExist('slaPolicy', body.escalateTo ?? {}, { teamId: team, userId: user }, asking)
        return body
      }),
    },
    'slaPolicy.archive': { summary: 'Archive a service level policy' },
    'slaPolicy.restore': { summary: 'Restore an archived service level policy' },
  }),
  {
    unique: (state) => (state.default ? [{ ...defaultPolicyClaim, yields: state.furnished }] : []),
  },
)

async function mustBeCalendar(id: string | undefined, { load }: Pick<Asking, 'load'>): Promise<void> {
  if (id === undefined) return
  const found = await load(businessCalendar, id)
  if (!found || found.archived)
    refuse('slaPolicy.unknown-calendar', 'There is no such calendar.', {
      field: 'calendarId',
      details: { calendarId: id },
    })
}
