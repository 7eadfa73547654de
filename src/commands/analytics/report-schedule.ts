import { report } from '../../domain/analytics/report.ts'
import { reportDelivery } from '../../domain/analytics/report-delivery.ts'
import { reportSchedule } from '../../domain/analytics/report-schedule.ts'
import { user } from '../../domain/identity/user.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustBeKnown, mustExist } from '../references.ts'
import { ofOwner } from './of-owner.ts'
import { reportInUse } from './report-in-use.ts'

const { commands } = reportSchedule
const create = commands['reportSchedule.create'].schema

const onlyOwn = ofOwner('reportSchedule', 'You are sent it; whose it is decides how.')

/** Who gets it already may have left since. */
async function mustBeRight(
  body: { recipientIds?: string[] | undefined; ownerId?: string | undefined },
  before: readonly string[],
  asking: Pick<Asking, 'load'>,
): Promise<void> {
  for (const recipientId of body.recipientIds ?? [])
    if (!before.includes(recipientId))
      await mustExist('reportSchedule', { recipientId }, { recipientId: user }, asking)
  await mustExist('reportSchedule', body, { ownerId: user }, asking)
}

export const reportScheduleCommands = commandsOf(reportSchedule, (prepared) => ({
  'reportSchedule.create': {
    summary: 'Have a report sent by mail again and again, to each what they may see',
    ...prepared(create.partial({ ownerId: true, name: true }), async (body, asking) => {
      const ownerId = body.ownerId ?? asking.principal.actor.id
      await mustBeRight({ ...body, ownerId }, [], asking)
      const found = await reportInUse('reportSchedule', body, asking)
      return { ...body, ownerId, name: body.name ?? found.name }
    }),
  },
  'reportSchedule.change': {
    summary: 'Change when a report is sent, to whom and as what',
    inverse: asBefore('reportSchedule.change'),
    ...prepared(commands['reportSchedule.change'], async (body, asking) => {
      onlyOwn(body, asking)
      await mustBeRight(body, asking.state.recipientIds, asking)
      return body
    }),
  },
  'reportSchedule.leave': { summary: 'Be sent a report no more' },
  'reportSchedule.fall-due': {
    summary: 'Send a report to whom it is for, when its time has come',
    internal: true,
  },
  'reportSchedule.archive': {
    summary: 'Have a report sent no more',
    inverse: by('reportSchedule.restore'),
    ...prepared(commands['reportSchedule.archive'], onlyOwn),
  },
  'reportSchedule.restore': {
    summary: 'Have a report sent again, from the next time on',
    inverse: by('reportSchedule.archive'),
    ...prepared(commands['reportSchedule.restore'], onlyOwn),
  },
}))

const delivery = reportDelivery.commands

export const reportDeliveryCommands = commandsOf(reportDelivery, (prepared) => ({
  'reportDelivery.order': {
    summary: 'Send a report to one of whom it is for',
    internal: true,
    ...prepared(delivery['reportDelivery.order'].schema.omit({ ownerId: true }), async (body, asking) => {
      const known = { scheduleId: reportSchedule, reportId: report, recipientId: user }
      await mustBeKnown('reportDelivery', body, known, asking)
      const schedule = await asking.load(reportSchedule, body.scheduleId)
      return { ...body, ownerId: schedule?.ownerId ?? body.recipientId }
    }),
  },
  'reportDelivery.send': { summary: 'Note what came of sending a report', internal: true },
}))
