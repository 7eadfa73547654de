import { describe, expect, it } from 'vitest'
import { outcomeOf, phoneCall } from '../../../src/domain/activities/phone-call.ts'
import { phoneLine } from '../../../src/domain/activities/phone-line.ts'
import { given, idOf } from '../../support/given.ts'

const call = {
  lineId: idOf('line'),
  userId: idOf('anna'),
  direction: 'inbound' as const,
  number: '+4915112345678',
  name: 'Grace Auma',
  records: [],
}
const rang = { type: 'phoneCall.started' as const, data: call }
const went = { type: 'phoneCall.started' as const, data: { ...call, direction: 'outbound' as const } }
const answered = { type: 'phoneCall.answered' as const, data: {} }
const over = {
  type: 'phoneCall.ended' as const,
  data: { end: 'hung-up' as const, durationSeconds: 0 },
}
const contact = { model: 'contact' as const, id: idOf('grace') }

describe('a call by one of our lines (COM-08, COM-10)', () => {
  it('ends once, by how it stood', () => {
    given(phoneCall, rang)
      .when('phoneCall.end', { end: 'missed' })
      .thenEvents({ type: 'phoneCall.ended', data: { end: 'missed', durationSeconds: null } })
    given(phoneCall, rang).when('phoneCall.end', { end: 'hung-up' }).thenRefused('phoneCall.end')
    given(phoneCall, went).when('phoneCall.end', { end: 'missed' }).thenRefused('phoneCall.end')
    given(phoneCall, went, answered).when('phoneCall.end', { end: 'busy' }).thenRefused('phoneCall.end')
    given(phoneCall, rang, answered, over).when('phoneCall.end', { end: 'missed' }).thenEvents()
  })

  it('lasted no longer than since it was answered, whatever is told', () => {
    given(phoneCall, rang, answered)
      .when('phoneCall.end', { end: 'hung-up', durationSeconds: 3_600 })
      .thenEvents({ type: 'phoneCall.ended', data: { end: 'hung-up', durationSeconds: 0 } })
  })

  it('is given up once, and not where it is over', () => {
    given(phoneCall, rang)
      .when('phoneCall.give-up', {})
      .thenEvents({ type: 'phoneCall.ended', data: { end: 'lost', durationSeconds: null } })
    given(phoneCall, rang, answered, over).when('phoneCall.give-up', {}).thenEvents()
    given(phoneCall, rang, answered, over).when('phoneCall.answer', {}).thenEvents()
    given(phoneCall, went, { ...over, data: { end: 'busy', durationSeconds: null } })
      .when('phoneCall.answer', {})
      .thenRefused('phoneCall.ended')
  })

  it('is about each record once', () => {
    given(phoneCall, rang, { type: 'phoneCall.filed', data: { records: [contact] } })
      .when('phoneCall.file', { records: [contact] })
      .thenEvents()
    given(phoneCall, rang, { type: 'phoneCall.filed', data: { records: [contact] } })
      .when('phoneCall.take-off', { records: [contact] })
      .thenEvents({ type: 'phoneCall.taken-off', data: { records: [contact] } })
  })

  it('says what it came to as an activity does', () => {
    expect((['hung-up', 'transferred', 'missed', 'busy', 'failed', 'lost'] as const).map(outcomeOf)).toEqual([
      'reached',
      'reached',
      'no-answer',
      'busy',
      null,
      null,
    ])
  })
})

describe('consent to a recording (COM-11)', () => {
  it('is noted while somebody is there to give it', () => {
    given(phoneCall, rang).when('phoneCall.consent', {}).thenRefused('phoneCall.not-answered')
    given(phoneCall, rang, answered)
      .when('phoneCall.consent', {})
      .thenEvents({ type: 'phoneCall.consented', data: {} })
    given(phoneCall, rang, answered, over).when('phoneCall.consent', {}).thenRefused('phoneCall.ended')
  })
})

describe('a telephone line (COM-08)', () => {
  const line = {
    name: 'Anna',
    server: 'wss://sip.larkspur.example/ws',
    domain: 'larkspur.example',
    login: 'anna',
    country: 'DE',
    userId: idOf('anna'),
  }
  const created = { type: 'phoneLine.created' as const, data: line }

  it('is spoken to by TLS, unless its server is on this machine', () => {
    given(phoneLine)
      .when('phoneLine.create', { ...line, server: 'ws://sip.larkspur.example' })
      .thenRefused('phoneLine.plain')
    given(phoneLine, created)
      .when('phoneLine.change', { server: 'ws://127.0.0.1:5066' })
      .thenEvents({ type: 'phoneLine.changed', data: { changes: { server: 'ws://127.0.0.1:5066' } } })
  })
})
