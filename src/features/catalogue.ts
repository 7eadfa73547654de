import { authoritiesOf } from '../domain/identity/authority.ts'
import { noticesOf } from '../domain/identity/notice.ts'
import type { Catalogue, Feature } from './feature.ts'

/** What these features say of themselves, together. What is in `known` is asked only when they are all made. */
export function catalogueOf(
  features: readonly Feature[],
  known: Pick<Catalogue, 'fieldsOf' | 'commandOf' | 'eventsOf'>,
): Catalogue {
  return {
    notices: noticesOf(features.map(({ told }) => told)),
    callings: byName(features, ({ calling }) => calling),
    ownerships: byName(features, ({ ownership }) => ownership),
    linked: features.flatMap(({ linked }) => linked ?? []),
    authorities: authoritiesOf(byName(features, ({ authority }) => authority)),
    retained: features.filter(({ retained }) => retained).map(({ name }) => name),
    ...known,
  }
}

export function byName<T>(
  features: readonly Feature[],
  of: (feature: Feature) => T | undefined,
): ReadonlyMap<string, T> {
  return new Map(
    features.flatMap((feature) => {
      const value = of(feature)
      return value === undefined ? [] : [[feature.name, value] as const]
    }),
  )
}
