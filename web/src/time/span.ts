/** How much of the calendar is shown at once. */
export type Span = 'day' | 'week'

/** Monday of the week, or the day itself, as `YYYY-MM-DD`. */
export function firstOf(span: Span, date: string): string {
  const at = new Date(`${date}T00:00:00Z`)
  if (span === 'week') at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7))
  return at.toISOString().slice(0, 10)
}

/** The same day so many days or weeks later. */
export function stepped(span: Span, date: string, by: number): string {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + by * (span === 'week' ? 7 : 1))
  return at.toISOString().slice(0, 10)
}
