import { z } from 'zod'

/** A UUID in lower case: ids are compared as text. */
export const uuid = z.uuid('must be a UUID').toLowerCase()
