import { z } from 'zod'

/** The greatest number that an integer column holds: 2^31 - 1. */
export const maxInteger = 2_147_483_647

/** A count or a place in a row: 0 and up, as large as an integer column holds. */
export const count = z.int().nonnegative().max(maxInteger)
