import { describe, it } from 'vitest'
import { phoneCall } from '../../../src/domain/activities/phone-call.ts'
import { derivedId } from '../../../src/platform/process/ids.ts'
import { phoneCallLog } from '../../../src/sagas/activities/phone-call-log.ts'
import { givenProcess, type Happening, idOf } from '../../support/given.ts'

const deciders = [phoneCall as never]
const started: Happening = {
  type: 'phoneCall.started',
  data: {
    lineId: derivedId('line'),
    userId: idOf('rep'),
    direction: 'inbound',
    number: '+4915112345678',
    name: null,
    records: [],
  },
}

describe('a call of which nothing is heard any more (COM-10)', () => {
  it('is given up after twelve hours', () => {
    givenProcess(phoneCallLog, deciders).when(started).thenWakes({ lost: '2026-03-03T00:00:00.000Z' })
  })
})
