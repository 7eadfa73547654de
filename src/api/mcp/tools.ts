import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'
import { type CommandDefinition, routeOf } from '../../commands/command.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import type { Faces } from '../http/services.ts'
import type { QueryDefinition } from '../lists/query.ts'
import { type Asking, type Reply, resultOf } from './asking.ts'

/** What a reader may do by tools: all of it is asked of the API, which has the last word. */
interface Reader {
  faces: Faces
  principal: Principal
  asking: Asking
  /** Writes down that a tool was used. */
  note: (tool: string) => void
}

const asOf = z
  .string()
  .optional()
  .describe('An instant such as 2026-03-31T23:59:59Z: the answer is as it was then. Left out: now.')
const basis = z
  .enum(['occurred', 'recorded'])
  .optional()
  .describe('What had happened by `asOf` (unless told), or what was known by then.')
const model = z.string().describe('As `list_models` names it, such as lead or opportunity.')
const id = z.string().describe('Of the record.')
const limit = z.int().min(1).max(200).optional().describe('Rows at most; 20 unless told.')
const cursor = z.string().optional().describe('`next` of the page before.')
const parameters = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .optional()
  .describe('By name, as the model or report names them.')

const refused = (text: string) => ({ content: [{ type: 'text' as const, text }], isError: true })
const found = (value: unknown) => resultOf({ status: 200, text: JSON.stringify(value) })

/** The tools by which records, their past and their numbers are read. */
export function addReading(server: McpServer, reader: Reader): void {
  const { faces, principal, asking } = reader
  const lists = new Map(
    faces.queries.flatMap((one) =>
      one.lists && allows(principal.may, one.permission) ? [[one.lists.table.name, one] as const] : [],
    ),
  )
  const reports = faces.queries.filter(
    ({ lists: of, path, permission }) => !of && !isRecord(path, faces) && allows(principal.may, permission),
  )
  const tool = toolsOf(server, reader)
  const pathOf = (of: string) => lists.get(of)?.path
  const unknown = (of: string) =>
    refused(`There is no model ${of} that you may read; list_models names them.`)

  tool('list_models', 'What kinds of records there are, as far as you may read them', {}, async () =>
    found([...lists].map(([name, { summary }]) => ({ model: name, summary }))),
  )
  tool(
    'describe_model',
    'The fields of a model with what can be asked of each in `where`, and the parameters of its list',
    { model },
    async ({ model: of }) => {
      const list = lists.get(of)
      if (!list) return unknown(of)
      const { text, status } = await asking.ask({ path: '/criteria' })
      if (status >= 400) return resultOf({ text, status })
      const { models } = JSON.parse(text) as { models: { name: string }[] }
      return found({
        ...models.find(({ name }) => name === of),
        parameters: Object.keys(list.parameters.shape),
      })
    },
  )
  tool(
    'list_records',
    'A page of records of a model, now or as of any instant; `next` is the cursor of the next page',
    {
      model,
      where: z
        .record(z.string(), z.unknown())
        .optional()
        .describe('A criterion: {"all":[{"field":"status","operator":"is","value":"open"}]}.'),
      q: z.string().optional().describe('Words to look for.'),
      sort: z.string().optional().describe('A field; with `-` before it the highest first.'),
      parameters,
      limit,
      cursor,
      asOf,
      basis,
    },
    async ({ model: of, parameters: more, limit: rows, ...query }) => {
      const path = pathOf(of)
      return path ? resultOf(await asking.page({ path, query: { ...more, ...query } }, rows)) : unknown(of)
    },
  )
  tool('get_record', 'One record, now or as of any instant', { model, id, asOf, basis }, async (of) => {
    const path = pathOf(of.model)
    const query = { asOf: of.asOf, basis: of.basis }
    return path ? resultOf(await asking.ask({ path: `${path}/${safe(of.id)}`, query })) : unknown(of.model)
  })
  tool(
    'get_history',
    'Every event of one record: who did what, when and why, with what each changed; newest first',
    { model, id, limit, cursor, asOf, basis },
    async ({ model: of, id: one, limit: rows, ...query }) => {
      const path = pathOf(of)
      return path
        ? resultOf(await asking.page({ path: `${path}/${safe(one)}/history`, query }, rows))
        : unknown(of)
    },
  )
  tool(
    'get_timeline',
    'What happened around one record: activities, messages, changes of what belongs to it',
    { model, id, limit, cursor, asOf, basis },
    async ({ model: of, id: one, limit: rows, ...query }) => {
      const path = pathOf(of)
      return path
        ? resultOf(await asking.page({ path: `${path}/${safe(one)}/timeline`, query }, rows))
        : unknown(of)
    },
  )
  tool(
    'why',
    'Why an event happened: the chain of causes to its root, and what followed from it',
    { eventId: z.string().describe('`id` of an entry of a history.') },
    async ({ eventId }) => resultOf(await asking.ask({ path: `/events/${safe(eventId)}/why` })),
  )
  tool(
    'compare',
    'What came into a list between two instants, what left it, and what changed in it',
    {
      model,
      from: z.string(),
      to: z.string().optional(),
      where: z.record(z.string(), z.unknown()).optional(),
      parameters,
      basis,
    },
    async ({ model: of, from, to, where, parameters: more, basis: by }) =>
      resultOf(
        await asking.ask({
          method: 'POST',
          path: '/comparisons',
          body: {
            model: of,
            from,
            ...(to !== undefined && { to }),
            ...(by !== undefined && { basis: by }),
            matching: { ...more, ...(where && { where: JSON.stringify(where) }) },
          },
        }),
      ),
  )
  tool(
    'search',
    'Records of any kind that have these words in their name or number',
    { q: z.string().min(1), limit },
    async ({ q, limit: rows }) => resultOf(await asking.page({ path: '/search', query: { q } }, rows)),
  )
  tool(
    'list_reports',
    'What else can be read: boards, forecasts, rates, timelines, with their parameters',
    {},
    async () =>
      found(
        reports.map(({ name, summary, parameters: of }) => ({
          name,
          summary,
          parameters: Object.keys(of.shape),
        })),
      ),
  )
  tool(
    'read_report',
    'A report of `list_reports`, now or as of any instant',
    { name: z.string(), parameters, asOf, basis },
    async ({ name, parameters: more, ...at }) => {
      const report = reports.find((one) => one.name === name)
      return report
        ? resultOf(await readReport(asking, report, { ...more, ...at }))
        : refused(`There is no report ${name} that you may read; list_reports names them.`)
    },
  )
  addNamed('board', 'The board of a pipeline: its stages with their deals', 'pipelineBoard')
  addNamed('forecast', 'What a period will bring: won, committed, weighted and best case', 'forecast')

  /** What is asked for most has a tool of its own. */
  function addNamed(name: string, summary: string, query: string): void {
    const report = reports.find((one) => one.name === query)
    if (!report) return
    const own = Object.keys(report.parameters.shape).join(', ')
    tool(
      name,
      `${summary}; parameters: ${own}`,
      { parameters, asOf, basis },
      async ({ parameters: more, ...at }) => resultOf(await readReport(asking, report, { ...more, ...at })),
    )
  }
}

/** The tools by which commands are sent. They are there for keys whose scopes let them write. */
export function addWriting(server: McpServer, reader: Reader): void {
  const { faces, principal, asking } = reader
  const commands = faces.commands.filter(
    ({ internal, permission }) => !internal && allows(principal.may, permission),
  )
  if (principal.via.kind !== 'api-key' || commands.length === 0) return
  const tool = toolsOf(server, reader, { readOnlyHint: false, destructiveHint: true })
  tool(
    'list_commands',
    'What this key may do to records of a model, and the body of each',
    { model },
    async ({ model: of }) =>
      found(
        commands
          .filter(({ decider }) => decider.name === of)
          .map((one) => ({
            command: one.type,
            summary: one.summary,
            creates: one.creates,
            body: bodyOf(one),
          })),
      ),
  )
  tool(
    'run_command',
    'Changes something, in the name of whose key this is; every change says that it came this way, and why',
    {
      command: z.string().describe('Of `list_commands`, such as lead.qualify.'),
      id: z.string().optional().describe('Of the record; a creation has none.'),
      body: z.record(z.string(), z.unknown()).default({}),
      reason: z.string().min(1).max(500).describe('Why, in words; it is kept with the event.'),
      revision: z.int().optional().describe('Of the record as it was read; refused if it has changed since.'),
      key: z.string().max(200).optional().describe('The same key with the same command has effect once.'),
    },
    async ({ command, id: of, body, reason, revision, key }) => {
      const known = commands.find(({ type }) => type === command)
      if (!known) return refused(`This key may not do ${command}.`)
      const { method, path } = routeOf(known)
      return resultOf(
        await asking.ask({
          method,
          path: path.replace(':id', safe(of ?? '')),
          body,
          headers: {
            'x-reason': encodeURIComponent(reason),
            ...(revision !== undefined && { 'if-match': `"${revision}"` }),
            ...(key !== undefined && { 'idempotency-key': key }),
          },
        }),
      )
    },
  )
}

/** Registers tools that each leave a line in the access log. */
function toolsOf(server: McpServer, { note }: Reader, annotations: object = { readOnlyHint: true }) {
  return <S extends z.ZodRawShape>(
    name: string,
    description: string,
    inputSchema: S,
    run: (asked: z.output<z.ZodObject<S>>) => Promise<ReturnType<typeof resultOf>>,
  ): void => {
    server.registerTool(name, { description, inputSchema, annotations }, (async (asked: never) => {
      note(name)
      return run(asked)
    }) as never)
  }
}

/** A name in a path is one part of it. */
const safe = encodeURIComponent

/** What has a record's own path, and is read by `get_record`. */
function isRecord(path: string, { commands }: Faces): boolean {
  return commands.some(({ resource }) => path === `/${resource}/:id`)
}

function readReport(
  asking: Asking,
  { path, parameters: { shape } }: QueryDefinition,
  asked: Readonly<Record<string, unknown>>,
): Promise<Reply> {
  const inPath = [...path.matchAll(/:([a-zA-Z]+)/g)].map(([, name = '']) => name)
  const query = Object.fromEntries(Object.entries(asked).filter(([name]) => !inPath.includes(name)))
  const whole = inPath.reduce((text, name) => text.replace(`:${name}`, safe(textIn(asked[name]))), path)
  return 'limit' in shape ? asking.page({ path: whole, query }) : asking.ask({ path: whole, query })
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

function bodyOf({ body }: CommandDefinition): unknown {
  return z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' })
}
