import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lostBetween, type Rights, rightsIn } from '../../web/src/features/identity/rights.ts'

const nothing: Rights = { may: [], seesAll: [], seesMembers: false, queues: [], hidden: {}, readOnly: {} }
const lost = (from: Partial<Rights>, to: Partial<Rights>, model = 'lead') =>
  lostBetween(rightsIn({ ...nothing, ...from }, model), rightsIn({ ...nothing, ...to }, model))

describe('USR-06 what one role lets people do and another does not', () => {
  it('is told in words', () => {
    const whole = { may: ['*'], seesAll: ['*'] }
    expect(lost(whole, {})).toEqual(['see them', 'change anything'])
    expect(lost(whole, { may: ['lead.read', 'lead.qualify'] })).toEqual([
      'see those of others',
      'do anything but qualify',
    ])
    expect(lost({ may: ['lead.*'], queues: ['lead'] }, { may: ['lead.*'] })).toEqual([
      'see those that nobody owns',
    ])
    expect(
      lost({ may: ['lead.read', 'lead.qualify', 'lead.assign'] }, { may: ['*.read', 'lead.assign'] }),
    ).toEqual(['qualify'])
    expect(
      lost(
        { may: ['lead.*'] },
        { may: ['lead.*'], hidden: { lead: ['email'] }, readOnly: { lead: ['name'] } },
      ),
    ).toEqual(['see their email', 'change their name'])
    expect(lost({ may: ['lead.*'] }, { may: ['*'], seesAll: ['*'] })).toEqual([])
    expect(lost({ may: ['contact.*'] }, {})).toEqual([])
  })

  it('a law: nobody loses anything by the role they hold, and nothing where all is given', () => {
    const patterns = fc.subarray(['lead.read', 'lead.*', 'lead.qualify', '*.read', 'contact.change', '*'])
    const fields = fc.record({ lead: fc.subarray(['email', 'phone', 'name']) })
    const role = fc.record({
      may: patterns,
      seesAll: fc.subarray(['lead', '*']),
      seesMembers: fc.boolean(),
      queues: fc.subarray(['lead', 'contact']),
      hidden: fields,
      readOnly: fields,
    })
    fc.assert(
      fc.property(role, (one) => {
        expect(lost(one, one)).toEqual([])
        expect(lost(one, { may: ['*'], seesAll: ['*'] })).toEqual([])
      }),
    )
  })
})
