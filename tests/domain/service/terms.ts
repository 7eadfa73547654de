import type { SlaTerms } from '../../../src/domain/service/sla.ts'
import { idOf } from '../../support/given.ts'

/** Office hours in Berlin with a lunch break; an hour to respond and four to resolve, less for what is urgent. */
export const terms: SlaTerms = {
  policy: { id: idOf('policy'), version: 1, name: 'Standard' },
  calendar: {
    id: idOf('calendar'),
    version: 1,
    name: 'Berlin',
    timeZone: 'Europe/Berlin',
    weekly: [1, 2, 3, 4, 5].flatMap((day) => [
      { day, from: '09:00', to: '12:00' },
      { day, from: '13:00', to: '18:00' },
    ]),
    holidays: ['2026-03-04'],
  },
  targets: {
    low: { responseMinutes: 240, resolutionMinutes: 960 },
    normal: { responseMinutes: 60, resolutionMinutes: 240 },
    high: { responseMinutes: 30, resolutionMinutes: 120 },
    urgent: { responseMinutes: 15, resolutionMinutes: 60 },
  },
  escalateTo: { teamId: idOf('second line'), userId: null },
}
