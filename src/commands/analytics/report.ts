import { report } from '../../domain/analytics/report.ts'
import { refuse } from '../../domain/error.ts'
import { user } from '../../domain/identity/user.ts'
import { keyOf, mayAct } from '../../platform/people/permissions.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'

type Reports = Pick<Asking<{ ownerId: string }>, 'id' | 'state' | 'principal'>

/** What everybody finds is not everybody's to change. */
function mustBeOwn({ id, state, principal }: Reports): void {
  if (!mayAct(principal.keys, 'report', id, [keyOf.user(state.ownerId)]))
    refuse('report.not-yours', 'It was shared with you to be read; make one like it, and change that.')
}

const onlyOwn = <Body>(body: Body, asking: Reports): Body => {
  mustBeOwn(asking)
  return body
}

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
      mustBeOwn(asking)
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
