import type { Kysely } from 'kysely'
import { z } from 'zod'
import { Forbidden, InvalidInput, mustMay, NotFound } from '../../../commands/errors.ts'
import { parseInput } from '../../../commands/parse.ts'
import { longestResult, type Mined, mined, miningResult } from '../../../domain/analytics/mining-result.ts'
import { instant } from '../../../domain/values/instant.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { canonical } from '../../../platform/log/canonical.ts'
import { type Principal, seesAll } from '../../../platform/people/permissions.ts'
import { miningResultTable } from '../../../projections/analytics/mining-result.ts'
import { accountTable } from '../../../projections/customers/account.ts'
import { userTable } from '../../../projections/identity/user.ts'
import { productTable } from '../../../projections/sales/product.ts'
import { timeParameters } from '../../http/asking.ts'
import { endpoint } from '../../http/endpoint.ts'
import { refuseHidden } from '../../http/masks.ts'
import { answer, ask, askedBy, caughtUp, outcomeSchema } from '../../http/routes.ts'
import type { Extension } from '../../http/services.ts'
import { nameField, type References, withNames } from '../../lists/names.ts'
import type { QueryDefinition, TablesOf } from '../../lists/query.ts'
import { recordQueries } from '../../lists/record-queries.ts'
import { titlesOf } from '../../lists/titles.ts'
import { dealPaths, leadPaths, ticketPaths } from '../process-paths.ts'
import { customerGroups, mostKept, refuseUngrouped } from './customer-groups.ts'
import { lookAlikes, refuseUnlike } from './look-alikes.ts'
import { productAssociations, refuseUnassociated } from './product-associations.ts'

interface Mine {
  query: QueryDefinition
  /** @throws Forbidden, FieldsForbidden for who does not see what it is made of. */
  refuseUnseen: (principal: Principal) => void
  /** The kinds of records that its figures are of. */
  of: readonly string[]
  /** Ids in its items whose names are looked up. */
  names: References
  /** With what it is asked so that it is whole. */
  whole?: object
}

const pathsOf = (query: QueryDefinition, model: string, fields: readonly string[]): Mine => ({
  query,
  refuseUnseen: (principal) => refuseHidden(principal, { [model]: fields }),
  of: [model],
  names: {},
})

const mines: Readonly<Record<Mined, Mine>> = {
  'customer-groups': {
    query: customerGroups,
    refuseUnseen: refuseUngrouped,
    of: ['account', 'order', 'opportunity'],
    names: { accountId: accountTable },
    whole: { limit: mostKept },
  },
  'product-associations': {
    query: productAssociations,
    refuseUnseen: refuseUnassociated,
    of: ['order', 'opportunity'],
    names: { productId: productTable, withId: productTable },
  },
  'look-alikes': {
    query: lookAlikes,
    refuseUnseen: refuseUnlike,
    of: ['account', 'order', 'opportunity'],
    names: { accountId: accountTable },
  },
  'deal-paths': pathsOf(dealPaths, 'opportunity', ['status', 'stageId', 'stageName']),
  'lead-paths': pathsOf(leadPaths, 'lead', ['status']),
  'ticket-paths': pathsOf(ticketPaths, 'ticket', ['status']),
}

const { shape } = miningResult.events['miningResult.made'].schema
const asked = z
  .record(z.string().max(60), z.string().max(1_000))
  .describe('What the insight was asked with, as its own address takes it.')

export const miningResultQueries = recordQueries(miningResultTable)({
  resource: 'mining-results',
  summary: 'What insight came to, as it was kept',
  row: z.object({
    name: shape.name,
    mined,
    keeperId: uuid,
    parameters: asked,
    asOf: instant,
    basis: shape.basis,
    upTo: shape.upTo,
  }),
  shown: (row) => ({ ...row, parameters: JSON.parse(row.parameters) }) as never,
  references: { keeperId: userTable },
  filters: { keeperId: uuid, mined },
  ranges: { createdAt: instant },
  sorts: ['-createdAt', 'name', 'updatedAt'],
  search: ['name'],
})

export const miningResultTitles = titlesOf(miningResult, {
  'miningResult.made': ({ data: { name } }) => `Kept as ${name}`,
})

type Found = Readonly<Record<string, unknown>> & { items?: readonly Readonly<Record<string, unknown>>[] }

/** `POST /mining-results` asks an insight and keeps what it says; `GET /mining-results/{id}/result` says it again. */
export const miningResultEndpoints: Extension = (_app, services) => [
  endpoint({
    method: 'POST',
    path: '/mining-results',
    name: 'keepMiningResult',
    summary: 'Ask an insight, and keep what it says with what it was made of',
    tag: 'mining-results',
    access: { permission: 'miningResult.make' },
    headers: 'command',
    body: timeParameters.extend({ name: shape.name, mined, parameters: asked.default({}) }),
    reply: outcomeSchema,
    status: 201,
    async run({ body, principal, request, reply }) {
      const asking = principal()
      const { query, names, whole } = mines[body.mined]
      mustMay(asking, query.permission)
      const parameters = parseInput(query.parameters, { ...body.parameters, ...whole })
      await caughtUp(services, request)
      const upTo = String(services.readModels.position() ?? 0)
      const at = { asOf: body.asOf ?? services.clock(), basis: body.basis ?? 'occurred' }
      const found = (await ask(services, query, { parameters, principal: asking, at })) as Found
      const result = canonical(withoutNames(found, names))
      if (result.length > longestResult)
        throw new InvalidInput([
          { field: 'mined', rule: 'size', message: 'This is too much to be kept; ask for less.' },
        ])
      const outcome = await services.execute({
        ...askedBy(request, 'miningResult.make'),
        command: 'miningResult.make',
        body: {
          name: body.name,
          mined: body.mined,
          keeperId: asking.actor.id,
          parameters: canonical(body.parameters),
          ...at,
          upTo,
          result,
        },
      })
      reply.header('location', `/api/mining-results/${outcome.id}`)
      return answer(reply, outcome)
    },
  }),
  endpoint({
    method: 'GET',
    path: '/mining-results/:id/result',
    name: 'getMinedResult',
    summary: 'What was kept, unchanged, with the names that its reader may see',
    tag: 'mining-results',
    access: { permission: 'miningResult.read' },
    headers: 'read',
    parameters: z.object({ id: uuid }),
    reply: z.object({
      mined,
      result: z.record(z.string(), z.unknown()).describe('As the insight itself tells it.'),
    }),
    async run({ parameters: { id }, principal, request }) {
      await caughtUp(services, request)
      const reader = principal()
      return services.readModels.read(reader, {}, async (db) => {
        const row = await (db as never as Kysely<TablesOf<[typeof miningResultTable]>>)
          .selectFrom('miningResult')
          .select(['mined', 'keeperId'])
          .where('id', '=', id)
          .executeTakeFirst()
        const kept = row && (await services.execute.load(miningResult, id))
        if (!kept) throw new NotFound(`miningResult ${id}`)
        const { query, refuseUnseen, of, names } = mines[row.mined as Mined]
        mustMay(reader, query.permission)
        refuseUnseen(reader)
        // Who kept it saw it; sums of what somebody else does not see would tell them of it.
        const partly = of.find((model) => !seesAll(reader.keys, model))
        if (row.keeperId !== reader.actor.id && partly !== undefined)
          throw new Forbidden(`to see all records of ${partly}`)
        const found = JSON.parse(kept.result) as Found
        const items = found.items && (await withNames(db as never, found.items, names))
        return { mined: row.mined as Mined, result: { ...found, ...(items && { items }) } }
      })
    },
  }),
]

function withoutNames({ items, ...found }: Found, names: References): Found {
  if (!items) return found
  const hidden = new Set(Object.keys(names).map(nameField))
  return {
    ...found,
    items: items.map((one) => Object.fromEntries(Object.entries(one).filter(([key]) => !hidden.has(key)))),
  }
}
