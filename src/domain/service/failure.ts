import { z } from 'zod'
import { day } from '../values/day.ts'
import { count } from '../values/integer.ts'
import { warrantyAnswer } from './promised-warranty.ts'

/** Whether the asset was under warranty on the day on which it failed, by the terms that it was sold with. */
export const failure = z.object({
  failedOn: day,
  warranty: warrantyAnswer,
  terms: z.object({ name: z.string(), version: count.min(1), endsOn: day }).nullable(),
})
export type Failure = z.output<typeof failure>
