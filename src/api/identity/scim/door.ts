import type { FastifyRequest } from 'fastify'
import type { StaleRevision } from '../../../commands/errors.ts'
import type { Execute, Outcome } from '../../../commands/execute.ts'
import type { Rules } from '../../../commands/identity/sign-in-policy.ts'
import { noMasks, type Principal } from '../../../platform/people/permissions.ts'
import { knownOf } from '../../http/authentication.ts'
import { Unauthorized } from '../../http/problem.ts'
import type { Services } from '../../http/services.ts'
import { noteShown, viewerOf } from '../../log/noting.ts'
import { originOf } from '../browser.ts'
import type { IdentityService } from '../identity.ts'
import type { Db } from './tables.ts'

/** Where directories send what they know. */
export const scimPath = '/scim/v2'

/** How long the lists may take to show what was just done, in ms; it is done all the same. */
const patience = 5_000

export interface Parts {
  execute: Execute
  rules: Rules
  identity: Pick<IdentityService, 'reader'>
}

export type Door = ReturnType<typeof doorOf>

/** What both kinds of resources are read and written through. */
export function doorOf({ execute, rules, identity }: Parts, services: Services) {
  const { readModels } = services

  /** The owner of the key with all their rights, by the way of the key. */
  async function principalOf(request: FastifyRequest): Promise<Principal> {
    const { actor, via } = knownOf(request).principal
    const owner = await identity.reader(actor.id)
    if (!owner) throw new Unauthorized()
    return { ...owner, via }
  }

  async function read<T>(request: FastifyRequest, work: (db: Db) => Promise<T>): Promise<T> {
    return readModels.read(await principalOf(request), {}, (db) => work(db as never as Db))
  }

  /** What is to be changed, to work out what it becomes: also what the owner of the key is not shown, or it would be lost. */
  async function readWhole<T>(request: FastifyRequest, work: (db: Db) => Promise<T>): Promise<T> {
    const principal = { ...(await principalOf(request)), masks: noMasks }
    return readModels.read(principal, {}, (db) => work(db as never as Db))
  }

  /** Waits until the lists show what came after the version that a request was about. */
  async function caughtUp({ since }: StaleRevision): Promise<void> {
    const newest = since.at(-1)
    if (newest) await readModels.waitFor(newest.position, patience)
  }

  async function carryOut(
    request: FastifyRequest,
    asked: { command: string; id?: string; body: object; ifMatch?: number[] },
  ): Promise<Outcome> {
    const outcome = await execute({ ...originOf(request), ...asked, principal: await principalOf(request) })
    // Who reads next is to see it.
    await readModels.waitFor(outcome.position, patience)
    return outcome
  }

  /** Who was shown to the directory, as with everything that is read. */
  function note(request: FastifyRequest, model: 'user' | 'team', records: readonly string[]): void {
    noteShown(services, request, viewerOf(knownOf(request)), { kind: 'view', model, records, what: 'SCIM' })
  }

  const baseOf = (request: FastifyRequest) => baseUrl(request, services)

  return { execute, rules, read, readWhole, caughtUp, carryOut, note, baseOf }
}

export function baseUrl(request: FastifyRequest, { publicUrl }: Pick<Services, 'publicUrl'>): string {
  return `${(publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/$/, '')}${scimPath}`
}
