import { z } from 'zod'
import { record } from '../record.ts'
import { unitPrice } from '../values/money.ts'
import { line } from '../values/text.ts'

/** What we sell. `code` is unique; an archived product keeps it and can no longer be quoted. */
export const product = record(
  'product',
  z.object({
    name: line(120),
    code: line(40),
    group: line(80).nullable().default(null),
    price: unitPrice,
  }),
)
