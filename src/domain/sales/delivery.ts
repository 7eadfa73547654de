import { z } from 'zod'
import { customerAddress } from '../customers/reach.ts'
import { day } from '../values/day.ts'
import { line } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** Where something goes to: as customers' addresses are, without what they are for. */
export const postalAddress = customerAddress
  .omit({ kind: true })
  .register(vocabulary, { id: 'PostalAddress' })
export type PostalAddress = z.output<typeof postalAddress>

type Addressed = z.output<typeof customerAddress>

/** An account's address for something, else the first it has; null: it has none. */
export function addressFor(
  kind: Addressed['kind'],
  { addresses }: { addresses: readonly Addressed[] },
): PostalAddress | null {
  const found = addresses.find((one) => one.kind === kind) ?? addresses[0]
  if (!found) return null
  const { kind: _, ...address } = found
  return address
}

/** Where an order goes to, and by when the customer wants it. */
export const delivery = z.object({ address: postalAddress.nullable(), wantedOn: day.nullable() })

/** By which way goods went. */
export const shipment = z.object({
  day,
  carrier: line(80).nullable().default(null),
  tracking: line(120).nullable().default(null),
})
