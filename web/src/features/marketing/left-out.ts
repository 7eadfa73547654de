import type { Choice } from '../../records/field.ts'

/** Why somebody gets nothing, in words. */
export const leftOutWords = {
  gone: 'they are no longer there',
  restricted: 'their data are not to be used',
  'no-address': 'they have no e-mail address',
  'same-address': 'somebody else of the list has the same address',
  'no-number': 'they have no number that texts arrive at',
  'same-number': 'somebody else of the list has the same number',
  'no-postal-address': 'they have no postal address',
  'do-not-contact': 'they are not to be contacted that way',
  bounced: 'mail to them came back',
  complained: 'they called our mail unwanted',
  unsubscribed: 'they have unsubscribed',
  'no-consent': 'they have not allowed it',
  'too-often': 'they have got as much as they are to get',
} as const

export const leftOutChoices: readonly Choice[] = Object.entries(leftOutWords).map(([value, label]) => ({
  value,
  label: label.charAt(0).toUpperCase() + label.slice(1),
}))
