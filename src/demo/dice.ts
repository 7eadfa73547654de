import type { Faker } from '@faker-js/faker'

/** Chance that always falls the same way, so that every demo organisation has the same people and deals. */
export interface Dice {
  faker: Faker
  pick<T>(from: readonly T[]): T
  whole(min: number, max: number): number
  chance(share: number): boolean
}

/** Loaded only when a demo is, because all those names take 36 MiB of memory. */
export async function loadedDice(seed: number): Promise<Dice> {
  const { en, Faker: FakerClass } = await import('@faker-js/faker')
  const faker = new FakerClass({ locale: en, seed })
  return {
    faker,
    pick: (from) => faker.helpers.arrayElement(from),
    whole: (min, max) => faker.number.int({ min, max }),
    chance: (share) => faker.datatype.boolean(share),
  }
}
