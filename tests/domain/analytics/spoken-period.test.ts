import { describe, expect, it } from 'vitest'
import { periodIn } from '../../../src/domain/analytics/spoken-period.ts'

const calendar = { today: '2026-05-20', yearStart: 1 }
const said = (text: string, of = calendar) => {
  const found = periodIn(text.split(' '), of)
  return found && [found.days.from, found.days.to, found.taken]
}

describe('REP-14 a period as people say it', () => {
  it.each([
    ['march', '2026-03-01', '2026-03-31', 1],
    // It has not begun this year.
    ['june west', '2025-06-01', '2025-06-30', 1],
    ['feb 2024 west', '2024-02-01', '2024-02-29', 2],
    ['2026-03', '2026-03-01', '2026-03-31', 1],
    ['q1', '2026-01-01', '2026-03-31', 1],
    ['q4', '2025-10-01', '2025-12-31', 1],
    ['q3 2024', '2024-07-01', '2024-09-30', 2],
    ['2024 q3', '2024-07-01', '2024-09-30', 2],
    ['2025', '2025-01-01', '2025-12-31', 1],
    ['this month', '2026-05-01', '2026-05-31', 2],
    ['last quarter', '2026-01-01', '2026-03-31', 2],
    ['next year', '2027-01-01', '2027-12-31', 2],
    ['last week', '2026-05-11', '2026-05-17', 2],
    ['today', '2026-05-20', '2026-05-20', 1],
    ['yesterday', '2026-05-19', '2026-05-19', 1],
  ])('%s', (text, from, to, taken) => expect(said(text)).toEqual([from, to, taken]))

  it('REP-14 takes quarters and years as fiscal ones, named by the year in which they end', () => {
    const fiscal = { ...calendar, yearStart: 4 }
    expect(said('q1', fiscal)).toEqual(['2026-04-01', '2026-06-30', 1])
    expect(said('q4', fiscal)).toEqual(['2026-01-01', '2026-03-31', 1])
    expect(said('q1 2026', fiscal)).toEqual(['2025-04-01', '2025-06-30', 2])
    expect(said('2026', fiscal)).toEqual(['2025-04-01', '2026-03-31', 1])
    expect(said('this year', fiscal)).toEqual(['2026-04-01', '2027-03-31', 2])
  })

  it('REP-14 takes nothing else for a period', () => {
    for (const text of ['west', 'ma', 'last', 'last deal', '1', '20266', 'q5'])
      expect(said(text)).toBeUndefined()
  })
})
