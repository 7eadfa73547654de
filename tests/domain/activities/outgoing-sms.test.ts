import { describe, expect, it } from 'vitest'
import { outgoingSms } from '../../../src/domain/activities/outgoing-sms.ts'
import { smsNumber } from '../../../src/domain/activities/sms-number.ts'
import { smsWord } from '../../../src/domain/activities/sms-word.ts'
import { countedSms } from '../../../src/platform/sms/parts.ts'
import { given, idOf, noon } from '../../support/given.ts'

const text = {
  numberId: idOf('number'),
  ownerId: null,
  teamId: null,
  conversationId: idOf('conversation'),
  recipientId: null,
  template: null,
  contactId: null,
  to: '+4915112345678',
  body: 'Hello',
  alphabet: 'gsm' as const,
  parts: 2,
  pricePerPart: null,
  sendAt: noon,
}
const ordered = { type: 'outgoingSms.ordered' as const, data: text }
const started = { type: 'outgoingSms.started' as const, data: { attempt: 1 } }
const doubted = { type: 'outgoingSms.doubted' as const, data: { reason: 'Cut off.' } }
const arrived = (part: number) => ({
  type: 'outgoingSms.receipt-noted' as const,
  data: { part, is: 'delivered' as const, reason: null },
})

describe('COM-13 a text that goes out', () => {
  it('is taken back while it waits, and not once it is on its way', () => {
    given(outgoingSms, ordered)
      .when('outgoingSms.take-back', {})
      .thenEvents({ type: 'outgoingSms.taken-back', data: {} })
    given(outgoingSms, ordered, started).when('outgoingSms.take-back', {}).thenRefused('outgoingSms.gone')
  })

  it('is not begun twice by one attempt', () => {
    given(outgoingSms, ordered, started)
      .when('outgoingSms.start', { attempt: 1 })
      .thenRefused('outgoingSms.not-waiting')
  })

  it('has arrived once all of its parts have, each of them once; a receipt settles a doubt', () => {
    const receipt = { part: 1, is: 'delivered' as const, reason: null }
    given(outgoingSms, ordered, started, doubted, arrived(1))
      .when('outgoingSms.note-receipt', receipt)
      .thenEvents()
    given(outgoingSms, ordered, started, doubted, arrived(1))
      .when('outgoingSms.note-receipt', { ...receipt, part: 2 })
      .thenEvents(arrived(2))
    given(outgoingSms, ordered, started, doubted, arrived(1), arrived(2))
      .when('outgoingSms.note-receipt', { part: 2, is: 'undelivered', reason: 'EXPIRED' })
      .thenEvents()
    given(outgoingSms, ordered).when('outgoingSms.note-receipt', receipt).thenEvents()
  })

  it('sends its password over no network in the clear', () => {
    const number = {
      name: 'Larkspur',
      number: '+4930901820',
      country: 'DE',
      gateway: {
        is: 'smpp' as const,
        host: 'smsc.example',
        port: 3550,
        tls: false,
        login: 'larkspur',
        systemType: null,
      },
    }
    given(smsNumber).when('smsNumber.create', number).thenRefused('smsNumber.plain')
    given(smsNumber)
      .when('smsNumber.create', {
        ...number,
        gateway: { is: 'kannel', url: 'http://sms.example/cgi-bin/sendsms', login: 'larkspur' },
      })
      .thenRefused('smsNumber.plain')
  })
})

describe('COM-13 what a text says', () => {
  it('knows STOP and START as people write them, and no sentence that has them', () => {
    expect([' Stop! ', 'STOP ALL', 'Abmelden.', 'arrêt'].map(smsWord)).toEqual([
      'stop',
      'stop',
      'stop',
      'stop',
    ])
    expect(['START', 'unstop'].map(smsWord)).toEqual(['start', 'start'])
    expect(['Please stop by at ten', 'Stop sign', 'ok', '👍', ''].map(smsWord)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    )
  })

  it('counts parts as networks do, and never breaks a sign', () => {
    const of = (body: string) => {
      const { alphabet, parts, contents } = countedSms(body)
      expect(contents.join('')).toBe(body)
      return [alphabet, parts]
    }
    expect(of('x'.repeat(160))).toEqual(['gsm', 1])
    expect(of('x'.repeat(161))).toEqual(['gsm', 2])
    // The sign of the euro takes two.
    expect(of('€'.repeat(80))).toEqual(['gsm', 1])
    expect(of('€'.repeat(81))).toEqual(['gsm', 2])
    expect(of('ж'.repeat(70))).toEqual(['ucs2', 1])
    expect(of('ж'.repeat(71))).toEqual(['ucs2', 2])
    expect(of('😀'.repeat(35))).toEqual(['ucs2', 1])
    expect(
      countedSms('😀'.repeat(100)).contents.every((one) => !/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(one)),
    ).toBe(true)
  })
})
