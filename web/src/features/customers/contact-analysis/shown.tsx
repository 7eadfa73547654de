import { sentence } from '../../../ui/format.ts'
import { Nothing } from '../../../ui/values.tsx'
import type { AnalysedContact } from '../contact-analysis.entry.ts'

/** Contacts who decide from this weight on are followed up where nobody had to do with them for so many days. */
export const followUp = { weightFrom: 60, untouchedDays: 30 }

export const reasonsIn = ({ reasons }: AnalysedContact) =>
  reasons.map(({ points, why }) => `${why} (${points})`).join(', ')

export function LastTouch({ of: { lastTouch } }: { of: AnalysedContact }) {
  if (!lastTouch) return 'Never'
  const { days, kind } = lastTouch
  const when = days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`
  return `${sentence(kind ?? '')}, ${when}`
}

export function Channels({ of: { channels } }: { of: AnalysedContact }) {
  if (channels.length === 0) return <Nothing />
  return channels.map(({ kind, count }) => `${count} ${sentence(kind ?? '').toLowerCase()}`).join(', ')
}

export function Hours({ value }: { value: number | null }) {
  return value === null ? <Nothing /> : `${value} h`
}
