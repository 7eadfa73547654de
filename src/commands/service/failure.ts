import { refuse } from '../../domain/error.ts'
import type { Failure } from '../../domain/service/failure.ts'
import { type PinnedWarranty, warrantyOn } from '../../domain/service/promised-warranty.ts'
import { dayOf } from '../../domain/values/day.ts'
import type { Asking } from '../command.ts'

/**
 * Whether something was under warranty on the day on which it failed, by what it was sold with (SVC-10); left out, that is today.
 * `name` is what refuses a day that is still to come.
 */
export async function failureOf(
  {
    name,
    warranty,
    failedOn,
  }: { name: string; warranty: PinnedWarranty | null; failedOn: string | undefined },
  { at, zone }: Pick<Asking, 'at' | 'zone'>,
): Promise<Failure> {
  const today = dayOf(at, await zone())
  if (failedOn !== undefined && failedOn > today)
    refuse(`${name}.failed-later`, 'It cannot have failed on a day that is still to come.', {
      field: 'failedOn',
    })
  const on = failedOn ?? today
  const terms = warranty && { name: warranty.name, version: warranty.version, endsOn: warranty.endsOn }
  return { failedOn: on, warranty: warrantyOn(warranty, on), terms }
}
