import { z } from 'zod'
import { toldCriterion } from '../criteria/criterion.ts'
import { line } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { charts, isDrawnBy, twofold } from './report-chart.ts'
import { periodOf, periods } from './spans.ts'

const field = z
  .string()
  .max(100)
  .regex(/^[a-zA-Z][a-zA-Z0-9]*(\.[a-zA-Z0-9]+)?$/, 'must be the name of a field')

/** The periods that days and instants are put together in: quarters and years are the organisation's fiscal ones. */
export const period = z.enum(periods).register(vocabulary, { id: 'ReportPeriod' })

const group = z
  .strictObject({
    field,
    period: period.nullable().default(null).describe('Of a day or an instant; a month unless told.'),
  })
  .register(vocabulary, { id: 'ReportGroup' })

/** What is worked out of the records of a group. Of `count` and `share` nothing of a field is needed. */
export const measured = z
  .enum(['count', 'share', 'sum', 'average', 'median', 'least', 'greatest'])
  .register(vocabulary, { id: 'ReportMeasured' })

const measure = z
  .strictObject({
    of: measured,
    field: field.nullable().default(null),
    where: toldCriterion
      .optional()
      .describe('Only of these; of a share, what those are that it is the share of (0 to 1).'),
    label: line(60).nullable().default(null),
  })
  .superRefine((asked, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    const isCounted = asked.of === 'count' || asked.of === 'share'
    if (isCounted && asked.field !== null) refuse('field', `a ${asked.of} is of no field`)
    if (!isCounted && asked.field === null) refuse('field', `must say what the ${asked.of} is of`)
    if (asked.of === 'share' && !asked.where) refuse('where', 'must say of what it is the share')
  })
  .register(vocabulary, { id: 'ReportMeasure' })
export type Measure = z.output<typeof measure>

/** How a report is drawn; a table stands below each. */
export const chart = z.enum(charts).register(vocabulary, { id: 'ReportChart' })

/**
 * What is asked of the records of one kind: some of their fields, one line for each, or what they come to together, by
 * groups. What it shows is found out anew each time, with the rights of whoever reads it.
 */
export const reportDefinition = z
  .strictObject({
    model: line(60),
    where: toldCriterion.optional(),
    columns: z.array(field).max(30).default([]).describe('Of a list: what each line shows.'),
    groups: z.array(group).max(2).default([]),
    measures: z.array(measure).max(6).default([]).describe('Of a summary: what is told of each group.'),
    sort: z
      .string()
      .max(60)
      .regex(/^-?[a-zA-Z0-9.]+$/, 'must be a sort')
      .nullable()
      .default(null)
      .describe(
        'Of a list one of its sorts, `-createdAt`; of a summary the number of a measure, `-1`: highest first.',
      ),
    chart: chart.default('table'),
  })
  .superRefine(({ columns, groups, measures, sort, chart: drawn }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    const isList = columns.length > 0
    if (isList === measures.length > 0) refuse('columns', 'it is a list with columns or has measures')
    if (isList && groups.length > 0) refuse('groups', 'a list has no groups')
    if (isList && drawn !== 'table') refuse('chart', 'a list is a table')
    if (
      !isList &&
      sort !== null &&
      !(Number(sort.replace('-', '')) >= 1 && numbered(sort) <= measures.length)
    )
      refuse('sort', 'must be the number of a measure')
    if (!isList && groups.length === 0 && drawn !== 'table') refuse('chart', 'one line is a table')
    else if (!isList && !isDrawnBy(drawn, groups.length)) refuse('chart', `${twofold[drawn]} has two groups`)
    const [measure] = measures
    // A stream is as broad as it is much, and a part of a cohort is a number of its records.
    if (drawn === 'sankey' && measure && measure.of !== 'count' && measure.of !== 'sum')
      refuse('measures', 'a flow is of a count or a sum')
    if (drawn === 'cohort' && measure && measure.of !== 'count') refuse('measures', 'a cohort is counted')
    if (drawn === 'cohort' && new Set(groups.map(periodOf)).size > 1)
      refuse('groups', 'a cohort goes by one period')
    if (new Set(groups.map((one) => one.field)).size < groups.length)
      refuse('groups', 'must be by different fields')
  })
  .register(vocabulary, { id: 'ReportDefinition' })
export type ReportDefinition = z.output<typeof reportDefinition>

/** The number of the measure that a summary is sorted by. */
export const numbered = (sort: string): number => Number(sort.replace('-', ''))

/** All fields of its own model that a report is made of, without those of its conditions. */
export function fieldsOf({ columns, groups, measures }: ReportDefinition): string[] {
  const measuredFields = measures.flatMap((one) => one.field ?? [])
  return [...new Set([...columns, ...groups.map((one) => one.field), ...measuredFields])]
}
