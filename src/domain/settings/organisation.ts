import { z } from 'zod'
import { record } from '../record.ts'
import { country } from '../values/country.ts'
import { day } from '../values/day.ts'
import { currency } from '../values/money.ts'
import { picture } from '../values/picture.ts'
import { line } from '../values/text.ts'
import { timeZone } from '../values/time-zone.ts'

export const organisationFields = z.object({
  legalName: line(200),
  address: z
    .object({
      lines: z.array(line(200)).min(1).max(4),
      postalCode: line(20).nullable(),
      city: line(100),
      country,
    })
    .nullable()
    .default(null),
  taxId: line(60).nullable().default(null),
  logo: picture.nullable().default(null),
  baseCurrency: currency.default('USD'),
  /** The month in which the fiscal year begins: 1 is January. */
  fiscalYearStart: z.int().min(1).max(12).default(1),
  /** Whose days count for whatever is said of days. */
  timeZone: timeZone.default('UTC'),
  /** The day from which this holds. */
  from: day,
})

/** Who we are, on paper. There is one; each change says from which day it holds. */
export const organisation = record('organisation', organisationFields)
