import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { Criterion } from '../../domain/criteria/criterion.ts'
import type { Field } from '../../domain/criteria/vocabulary.ts'
import type { Module } from '../../domain/settings/modules.ts'
import type { StatedOrganisation } from '../../domain/settings/organisation.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import type { AnyProjection, Columns, TableOf } from '../../projections/projection.ts'
import type { AskedCriterion, Listable } from './criteria.ts'

/** The tables a query may read, typed from the projections it names. */
export type TablesOf<P extends readonly (AnyProjection | { name: string; columns: Columns })[]> = {
  [K in P[number] as K['name']]: TableOf<K>
}

/** What a list has to know of the question around it. */
export interface ListScope {
  /** What a cursor is good for beside its own list: this instant, on this time axis. */
  instant?: readonly (string | undefined)[]
  /** The grant keys of the reader. */
  keys?: readonly string[]
  /** By name, what criteria of a model can be about, with the fields of the organisation's own. */
  fields?: (model: string) => Promise<ReadonlyMap<string, Field> | undefined>
}

export interface QueryContext<Tables, Parameters> {
  /** Bound to one reader and one instant: row visibility and `asOf` are in force whatever is asked. */
  db: Kysely<Tables>
  /** From the path, the query string or the body, checked by the query's schema. */
  parameters: Parameters
  principal: Principal
  /** The instant the answer is for; undefined: now. */
  asOf: string | undefined
  /** The time axis that `asOf`, and any other instant asked for, is on. */
  basis: 'occurred' | 'recorded'
  /** To be handed on to `list`. */
  scope: ListScope
  /** Really now (not `asOf`), for what runs against a clock. */
  now: string
  /** Holds a criterion against a model, for this reader and instant. @throws InvalidInput, Forbidden */
  asked: (of: Criterion, model: string) => Promise<AskedCriterion>
  /** The organisation's zone then: wherever a day is meant, it is a day there. */
  zone: () => Promise<string>
  /** What is said of the organisation on that day; undefined: nothing is. */
  organisation: () => Promise<StatedOrganisation | undefined>
}

/** A read: `GET` on its path, with `asOf` and `basis` understood by the machine for all of them. */
export interface QueryDefinition {
  name: string
  /** The module it is a part of, which may be switched off; undefined: it is always there. */
  module?: Module
  path: string
  summary: string
  permission: string
  parameters: z.ZodObject
  reply: z.ZodType
  /** The read models that the answer is made of. */
  reads: readonly string[]
  /** Of the list of a model: what criteria are asked of. */
  lists?: Listable
  run: (context: QueryContext<never, never>) => Promise<unknown>
}

/** A page without its instant, which the machine says. */
type Answered<Reply> = Reply extends { items: unknown; asOf: unknown } ? Omit<Reply, 'asOf'> : Reply

/** Curried over the projections it reads: `query(opportunityTable)({ ... })`. Return undefined for 404. */
export function query<const P extends readonly { name: string; columns: Columns }[]>(...reads: P) {
  return <Parameters extends z.ZodObject, Reply extends z.ZodType>(definition: {
    name: string
    /** Fastify's form: `/opportunities/:id`. */
    path: string
    summary: string
    permission: string
    parameters: Parameters
    reply: Reply
    lists?: Listable
    run: (
      context: QueryContext<TablesOf<P>, z.output<Parameters>>,
    ) => Promise<Answered<z.input<Reply>> | undefined>
  }): QueryDefinition => ({ ...definition, reads: reads.map(({ name }) => name) }) as never as QueryDefinition
}
