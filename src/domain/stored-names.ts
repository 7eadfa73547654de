/**
 * Aggregates that the log has under the name they had first: a stream and the type of an event are stored for ever.
 * Everywhere else they are called as a colleague would say, and the old words are free (docs/adr/021).
 */
const storedNames: Readonly<Record<string, string>> = {
  businessCalendar: 'calendar',
  noticeMail: 'mail',
  securityAlert: 'alert',
}

const names = Object.fromEntries(Object.entries(storedNames).map(([name, stored]) => [stored, name]))

/** Both ways round, so that no name that is stored is ever read as another. */
export const renamed: readonly (readonly [name: string, stored: string])[] = Object.entries(storedNames)

/** What an aggregate is called in the log. */
export function storedName(name: string): string {
  return storedNames[name] ?? name
}

/** What the aggregate is called that the log has under this name. */
export function nameOfStored(stored: string): string {
  return names[stored] ?? stored
}

/** A word of an earlier version that begins with an aggregate, as it is called now: `calendar.read`, or `calendar`. */
export function wordNow(word: string): string {
  const [first = '', ...rest] = word.split('.')
  return [nameOfStored(first), ...rest].join('.')
}
