import type { Kysely } from 'kysely'
import { z } from 'zod'
import { type ReportDefinition, reportDefinition } from '../../../domain/analytics/report-definition.ts'
import { periodIn } from '../../../domain/analytics/spoken-period.ts'
import type { Criterion } from '../../../domain/criteria/criterion.ts'
import type { Field } from '../../../domain/criteria/vocabulary.ts'
import { dayOf, daysAfter } from '../../../domain/values/day.ts'
import { folded } from '../../../domain/values/folded.ts'
import { typed } from '../../../domain/values/searched.ts'
import { line } from '../../../domain/values/text.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { allows, type Principal } from '../../../platform/people/permissions.ts'
import type { userTable } from '../../../projections/identity/user.ts'
import { timeParameters } from '../../http/asking.ts'
import { type Endpoint, endpoint } from '../../http/endpoint.ts'
import { hiddenOf, isHidden } from '../../http/masks.ts'
import { askingAt, caughtUp } from '../../http/routes.ts'
import type { Services } from '../../http/services.ts'
import { choicesNow } from '../../lists/choices.ts'
import { type CustomFieldsNow, customFieldsNow } from '../../lists/custom-values.ts'
import type { TablesOf } from '../../lists/query.ts'
import { foundIn } from '../../lists/search.ts'
import { type Metric, metrics } from './metrics.ts'
import { held, resultOf, value } from './result.ts'

/** So many ways in which words can be meant are told. */
const mostMeanings = 5
/** Nobody calls anything by more words. */
const longestName = 4

const understood = z
  .object({
    text: z.string().describe('Of what was typed, folded.'),
    as: z.enum(['figure', 'period', 'value']).register(vocabulary, { id: 'UnderstoodAs' }),
    field: z.string().nullable().describe('Of a value: which field it is looked for in.'),
    name: z.string().describe('What it was taken for.'),
  })
  .register(vocabulary, { id: 'UnderstoodWords' })
type Understood = z.output<typeof understood>

const reply = z
  .object({
    items: z
      .array(
        z
          .object({
            definition: reportDefinition,
            understood: z.array(understood),
            value,
            records: z.int().describe('How many it is of.'),
          })
          .register(vocabulary, { id: 'FoundFigure' }),
      )
      .describe('One for each way in which the words can be meant.'),
    unknown: z
      .array(z.string())
      .describe('Words that mean nothing here: where there are some, no figure is told.'),
    figures: z
      .array(z.string())
      .describe('The figures that are known by a name, of what the reader may see.'),
  })
  .register(vocabulary, { id: 'FigureSearch' })

/** `GET /figures`: a figure by the words that somebody would say for it (REP-14). */
export function metricSearch(services: Services): Endpoint {
  return endpoint({
    method: 'GET',
    path: '/figures',
    name: 'searchFigures',
    summary: 'A figure by its name, a period and whom or what it is of: `won revenue March West`',
    tag: 'reports',
    access: { permission: 'report.read' },
    headers: 'read',
    parameters: timeParameters.extend({ q: line(200) }),
    reply,
    async run({ parameters: { q, ...at }, principal, request }) {
      await caughtUp(services, request)
      return figuresBy(services, q, { principal: principal(), at })
    },
  })
}

type Of = Parameters<typeof resultOf>[2]

async function figuresBy(services: Services, text: string, of: Of): Promise<z.output<typeof reply>> {
  const { principal, at } = of
  const known = metrics.filter(({ model }) => allows(principal.may, `${model}.read`))
  const figures = known.map(({ names: [name = ''] }) => name)
  const { metric, words, title } = metricIn(
    folded(text)
      .split(/[\s,;]+/)
      .filter((word) => !fillers.has(word)),
    known,
  )
  if (!metric) return { items: [], unknown: [], figures }
  const { zone, organisation } = askingAt(services, of)
  const calendar = {
    today: dayOf(at.asOf ?? services.clock(), await zone()),
    yearStart: (await organisation())?.fiscalYearStart ?? 1,
  }
  const parts: Understood[] = [{ text: title, as: 'figure', field: null, name: metric.names[0] ?? title }]
  const conditions: Criterion[] = metric.where ? [metric.where] : []
  const rest: string[] = []
  for (let place = 0; place < words.length; ) {
    const period = periodIn(words.slice(place), calendar)
    if (!period) {
      rest.push(words[place++] ?? '')
      continue
    }
    const { from, to } = period.days
    conditions.push(
      { field: metric.day, operator: 'from', value: from },
      { field: metric.day, operator: 'before', value: daysAfter(to, 1) },
    )
    const said = words.slice(place, place + period.taken).join(' ')
    parts.push({ text: said, as: 'period', field: metric.day, name: from === to ? from : `${from} to ${to}` })
    place += period.taken
  }
  const values = await valuesIn(services, rest, { metric, of })
  if (values.unknown.length > 0) return { items: [], unknown: values.unknown, figures }
  const meanings = combined(values.named).slice(0, mostMeanings)
  const items = []
  for (const meaning of meanings) {
    const definition = reportDefinition.parse({
      model: metric.model,
      where: { all: [...conditions, ...meaning.map(({ condition }) => condition)] },
      measures: [{ ...metric.measure, label: metric.names[0] }],
    }) as ReportDefinition
    const { total, records } = await resultOf(services, definition, of)
    const [told = { number: null, amounts: null }] = total
    items.push({
      definition,
      value: told,
      records,
      understood: [...parts, ...meaning.map(({ said }) => said)],
    })
  }
  // What nothing is of was not meant, where something else is of some.
  const meant = items.filter(({ records }) => records > 0)
  return { items: meant.length > 0 ? meant : items.slice(0, 1), unknown: [], figures }
}

/** Words that say nothing by themselves. */
const fillers = new Set([
  '',
  'in',
  'of',
  'the',
  'for',
  'by',
  'at',
  'from',
  'and',
  'with',
  'how',
  'many',
  'much',
])

/** The figure with the longest name among the words, and the words that are left. */
function metricIn(words: readonly string[], known: readonly Metric[]) {
  let found: { metric: Metric; from: number; count: number } | undefined
  for (const metric of known)
    for (const name of metric.names) {
      const parts = name.split(' ')
      const from = words.findIndex((_, place) => parts.every((part, n) => words[place + n] === part))
      if (from >= 0 && parts.length > (found?.count ?? 0)) found = { metric, from, count: parts.length }
    }
  if (!found) return { metric: undefined, words, title: '' }
  const { metric, from, count } = found
  return {
    metric,
    title: words.slice(from, from + count).join(' '),
    words: words.filter((_, place) => place < from || place >= from + count),
  }
}

interface Meaning {
  condition: Criterion
  said: Understood
}

/** What words that are neither a figure nor a period are the names of: the longest that are one first. */
async function valuesIn(
  services: Services,
  words: readonly string[],
  { metric, of }: { metric: Metric; of: Of },
): Promise<{ named: Meaning[][]; unknown: string[] }> {
  const { principal } = of
  const { fields } = await held(services, plainOf(metric), of)
  const hidden = hiddenOf(principal, metric.model)
  const open = [...fields].filter(([name]) => !isHidden(hidden, name))
  const choices = await choicesNow(services.execute)
  const own = await customFieldsNow(services.execute)
  const named: Meaning[][] = []
  const unknown: string[] = []
  for (let place = 0; place < words.length; ) {
    let taken = 0
    for (let length = Math.min(longestName, words.length - place); length > 0 && taken === 0; length--) {
      const phrase = words.slice(place, place + length).join(' ')
      const meanings = [
        ...chosenBy(phrase, open, choices),
        ...(await recordsBy(services, phrase, open, { reader: principal, own })),
      ]
      if (meanings.length === 0) continue
      named.push(meanings)
      taken = length
    }
    if (taken === 0) unknown.push(words[place] ?? '')
    place += Math.max(1, taken)
  }
  return { named, unknown }
}

const plainOf = ({ model, measure }: Metric) =>
  reportDefinition.parse({ model, measures: [measure] }) as ReportDefinition

type Open = readonly (readonly [string, Field])[]

const meaningOf = (phrase: string, field: string, of: { name: string; condition: Criterion }): Meaning => ({
  condition: of.condition,
  said: { text: phrase, as: 'value', field, name: of.name },
})

/** Values of fields that are chosen from a few. */
function chosenBy(phrase: string, fields: Open, choices: Awaited<ReturnType<typeof choicesNow>>): Meaning[] {
  return fields.flatMap(([field, { kind, options = [], list = '' }]) => {
    if (kind !== 'choice' && kind !== 'text' && kind !== 'texts') return []
    const offered = [...options, ...(choices.get(list) ?? []).map(({ name }) => name)]
    const name = offered.find((one) => folded(one) === phrase)
    const operator = kind === 'texts' ? 'contains' : 'is'
    return name === undefined
      ? []
      : [meaningOf(phrase, field, { name, condition: { field, operator, value: name } })]
  })
}

/** Records that are called so, and those whose team is. */
async function recordsBy(
  { faces, readModels }: Services,
  phrase: string,
  fields: Open,
  { reader, own }: { reader: Principal; own: CustomFieldsNow },
): Promise<Meaning[]> {
  const referring = fields.filter(
    ([, { kind, model = '' }]) => kind === 'record' && allows(reader.may, `${model}.read`),
  )
  const models = new Set(referring.map(([, { model }]) => model))
  const hasPeople = models.has('user') && allows(reader.may, 'team.read')
  const asked = faces.searched.filter(({ name }) => models.has(name) || (hasPeople && name === 'team'))
  if (asked.length === 0) return []
  return readModels.read(reader, {}, async (db) => {
    const { items } = await foundIn(db, asked, typed(phrase), { reader, limit: 20, from: 0, own })
    // An address that has the word in it is not what somebody is called.
    const called = items.filter(({ record, by }) => by === null || folded(record.name).includes(phrase))
    const meanings: Meaning[] = []
    for (const { record } of called) {
      const { model, id, name } = record
      const ids = model === 'team' ? await membersOf(db as never, id) : [id]
      const fitting = referring.filter(([, of]) => of.model === (model === 'team' ? 'user' : model))
      for (const [field] of ids.length > 0 ? fitting : []) {
        const condition: Criterion =
          model === 'team' ? { field, operator: 'one-of', value: ids } : { field, operator: 'is', value: id }
        meanings.push(meaningOf(phrase, field, { name, condition }))
      }
    }
    return meanings.slice(0, mostMeanings)
  })
}

/** Who is in a team now. */
async function membersOf(db: Kysely<TablesOf<[typeof userTable]>>, teamId: string): Promise<string[]> {
  const rows = await db.selectFrom('user').select('id').where('teamId', '=', teamId).execute()
  return rows.map(({ id }) => id)
}

/** Each way to take one of each. */
function combined(named: readonly Meaning[][]): Meaning[][] {
  return named.reduce<Meaning[][]>(
    (ways, meanings) => ways.flatMap((way) => meanings.map((one) => [...way, one])).slice(0, mostMeanings),
    [[]],
  )
}
