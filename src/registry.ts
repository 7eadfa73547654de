import type { Faces, Title } from './api/http/services.ts'
import { criteriaOf } from './api/lists/criteria.ts'
import type { QueryDefinition } from './api/lists/query.ts'
import { fieldsByModel } from './api/lists/vocabulary.ts'
import type { Relation } from './api/privacy/relations.ts'
import { claim } from './commands/claims.ts'
import type { CommandDefinition } from './commands/command.ts'
import type { AnyDecider } from './domain/decider.ts'
import { type Module, modules } from './domain/settings/modules.ts'
import { activities } from './features/activities.ts'
import { analytics } from './features/analytics.ts'
import { byName, catalogueOf } from './features/catalogue.ts'
import { customers } from './features/customers.ts'
import type { Catalogue, Feature } from './features/feature.ts'
import { identity } from './features/identity.ts'
import { marketing } from './features/marketing.ts'
import { sales } from './features/sales.ts'
import { service } from './features/service.ts'
import { settings } from './features/settings.ts'
import type { AnyProjection } from './projections/projection.ts'
import type { AnyProcessManager } from './sagas/process-manager.ts'

/** The one list of features, by area. What is not named there does not exist. */
export const features: readonly Feature[] = [
  ...customers,
  ...sales,
  ...marketing,
  ...service,
  ...activities,
  ...identity,
  ...analytics,
  ...settings,
]

export const catalogue: Catalogue = catalogueOf(features, {
  fieldsOf: (model) => fields.get(model),
  commandOf: (type) => commandsByType.get(type),
  eventsOf: (model) => eventsByModel.get(model),
})

export const deciders: readonly AnyDecider[] = [claim, ...features.flatMap(({ decider }) => decider ?? [])]

const eventsByModel = new Map(
  deciders.map(({ name, events }) => [name, new Set(Object.keys(events))] as const),
)

export const commands: readonly CommandDefinition[] = features.flatMap((one) => one.commands(catalogue))

const commandsByType = new Map(commands.map((command) => [command.type, command]))

export const projections: readonly AnyProjection[] = features.flatMap((one) => one.tables(catalogue))

export const queries: readonly QueryDefinition[] = features.flatMap((one) => one.queries(catalogue))

export const processManagers: readonly AnyProcessManager[] = features.flatMap((one) => one.sagas(catalogue))

/** The models of each module, as permissions name them: its records, and what else is read by a right of its own. */
export const modelsOf: ReadonlyMap<Module, readonly string[]> = new Map(
  modules.map((module) => [module, modelsIn(features.filter((one) => one.module === module))]),
)

function modelsIn(parts: readonly Feature[]): string[] {
  const elsewhere = new Set(deciders.map(({ name }) => name))
  const own = parts.flatMap(({ decider }) => decider?.name ?? [])
  const rights = parts.flatMap(({ authority, queries: of }) => [
    ...Object.values(authority).flatMap((share) => share?.may ?? []),
    ...of(catalogue).map(({ permission }) => permission),
  ])
  const others = rights
    .map((right) => right.split('.')[0] ?? '')
    .filter((model) => model !== '*' && !elsewhere.has(model))
  return [...new Set([...own, ...others])]
}

/** What events are called, for people. */
export const titles: Readonly<Record<string, Title>> = Object.assign(
  {},
  ...features.map((one) => one.titles(catalogue)),
)

/** Which records are about one person. */
export const relations: readonly Relation[] = features.flatMap((one) => one.relations)

/** The kinds of records that rules erase with the files that lie with them. */
export const keptWithFiles: readonly string[] = features.flatMap(({ name, withFiles }) =>
  withFiles ? [name] : [],
)

/** What records are made of. */
export const origins = Object.fromEntries(byName(features, ({ origin }) => origin))

/** Names that mean one field, by model. */
export const sameFields = Object.fromEntries(projections.map(({ name, sameField }) => [name, sameField]))

/** The fields of each model, by which the masks of a role are checked. */
export const fields = fieldsByModel({ projections, commands })

/** What of all this has a face in the API. */
export const faces: Faces = {
  deciders,
  commands,
  commandOf: catalogue.commandOf,
  queries,
  searched: projections.filter(({ search }) => search.length > 0),
  models: projections.map(({ name }) => name),
  privateModels: new Set(projections.filter((one) => one.private).map(({ name }) => name)),
  seenWithOthers: projections.filter((one) => one.seenWith).map(({ name }) => name),
  titles,
  said: Object.assign({}, ...features.map(({ said }) => said)),
  origins,
  authorities: catalogue.authorities,
  fields,
  criteria: criteriaOf(queries.flatMap(({ lists }) => lists ?? [])),
}
