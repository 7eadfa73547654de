import { report } from '../../domain/analytics/report.ts'
import { user } from '../../domain/identity/user.ts'
import { commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'
import { ofOwner } from './of-owner.ts'

const onlyOwn = ofOwner('report', 'It was shared with you to be read; make one like it, and change that.')

const { commands } = report
const create = commands['report.create'].schema

export const reportCommands = commandsOf(report, (prepared) => ({
  'report.create': {
    summary: 'Keep a report: what is asked, not what came of it',
    ...prepared(create.partial({ ownerId: true }), async (body, asking) => {
      const ownerId = body.ownerId ?? asking.principal.actor.id
      await mustExist('report', { ownerId }, { ownerId: user }, asking)
      return { ...body, ownerId }
    }),
  },
  'report.change': {
    summary: 'Change a report',
    inverse: asBefore('report.change'),
    ...prepared(commands['report.change'], onlyOwn),
  },
  'report.assign': {
    summary: 'Give a report to another user',
    inverse: asBefore('report.assign'),
    ...prepared(commands['report.assign'], async (body, asking) => {
      onlyOwn(body, asking)
      await mustExist('report', body, { ownerId: user }, asking)
      return body
    }),
  },
  'report.archive': {
    summary: 'Archive a report',
    inverse: by('report.restore'),
    ...prepared(commands['report.archive'], onlyOwn),
  },
  'report.restore': {
    summary: 'Restore an archived report',
    inverse: by('report.archive'),
    ...prepared(commands['report.restore'], onlyOwn),
  },
}))
