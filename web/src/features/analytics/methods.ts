import type { Replies } from '../../api/types.gen.ts'

type Method = Replies['/forecast/methods']['estimates'][number]['method']

/** What the ways to forecast are called. */
export const methodNames: Readonly<Record<Method, string>> = {
  'conversion-by-owner': 'Learned conversion, by owner',
  conversion: 'Learned conversion',
  'smoothed-bookings': 'Smoothed bookings',
  'stage-defaults': 'Stage defaults',
  'last-period': 'As the period before',
  combined: 'Mean of the best',
}
