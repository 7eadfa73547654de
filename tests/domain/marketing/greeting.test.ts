import { describe, expect, it } from 'vitest'
import { daysKeptOn, greetedNext, greetingFor } from '../../../src/domain/marketing/greeting.ts'

describe('when and in which words somebody is greeted (COM-23)', () => {
  const at9 = { time: '09:00' }
  const birthday = { ...at9, occasion: { is: 'birthday' } } as const
  const christmas = { ...at9, occasion: { is: 'day', date: '12-25' } } as const

  it.each([
    ['before its time, the same day', birthday, '2027-03-01T07:00:00.000Z', '2027-03-01T08:00:00.000Z'],
    ['at its time, the next day', birthday, '2027-03-01T08:00:00.000Z', '2027-03-02T08:00:00.000Z'],
    ['over the change of clocks', birthday, '2027-03-27T12:00:00.000Z', '2027-03-28T07:00:00.000Z'],
    ['a day of this year', christmas, '2027-03-01T08:00:00.000Z', '2027-12-25T08:00:00.000Z'],
    ['a day of the next year', christmas, '2027-12-25T08:00:00.000Z', '2028-12-25T08:00:00.000Z'],
  ])('%s', (_, of, at, next) => {
    expect(greetedNext(of, at, 'Europe/Berlin')).toBe(next)
  })

  it('keeps 29 February on the 28th of a year without it', () => {
    expect(daysKeptOn('2027-02-28')).toEqual(['02-28', '02-29'])
    expect(daysKeptOn('2028-02-28')).toEqual(['02-28'])
    expect(daysKeptOn('2028-02-29')).toEqual(['02-29'])
  })

  it('takes the text of a language, else of its main one, else that for all others', () => {
    const texts = [
      { language: null, templateId: 'all' },
      { language: 'de', templateId: 'german' },
      { language: 'de-CH', templateId: 'swiss' },
    ]
    expect(['de-CH', 'de-AT', 'fr', null].map((spoken) => greetingFor(texts, spoken))).toEqual([
      'swiss',
      'german',
      'all',
      'all',
    ])
    expect(greetingFor([{ language: 'de', templateId: 'german' }], 'fr')).toBeUndefined()
  })
})
