import type { Claim } from '../../commands/command.ts'
import { accountNameClaim } from '../../commands/customers/account.ts'
import { contactEmailClaim } from '../../commands/customers/contact.ts'
import { Forbidden } from '../../commands/errors.ts'
import type { Execute, Outcome } from '../../commands/execute.ts'
import { createdId } from '../../commands/ids.ts'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { lead } from '../../domain/sales/lead.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { product } from '../../domain/sales/product.ts'
import { sameName } from '../../domain/values/text.ts'
import { isWithdrawn } from '../../domain/withdrawn.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import type { Body, ImportKind, Kind } from './kinds.ts'
import { type Facts, keyOf } from './translate.ts'

export const deciders = { account, contact, lead, opportunity, product } as never as Readonly<
  Record<ImportKind, AnyDecider>
>

/** After so many times that it was undone, nobody makes it again. */
const mostLives = 50

/** The record that one of another system is here, by its key; which of its lives it is in is part of its id. */
export function recordOf(system: string, model: string, key: string, life = 0) {
  const commandId = derivedId('history', system, model, life === 0 ? key : `${key}\u0000${life}`)
  return { commandId, id: createdId(commandId) }
}

/** A record, and what it is here; without a state it is to be made, under that command id. */
export interface Found {
  id: string
  commandId: string
  state: Body | undefined
}

export interface Finding {
  /** By its key in the source: what was undone is made anew, what was merged is what it was merged into. */
  byKey(model: ImportKind, key: string): Promise<Found>
  /** By its key, else by what of it nobody else has. */
  find(kind: Kind, key: string, body: Body): Promise<Found>
  /** Ids in the place of what rows call what they refer to; and what there is not. */
  referring(kind: Kind, facts: Facts): Promise<{ facts: Facts; gaps: { field: string; message: string }[] }>
  /** How many accounts were made, or would be, because rows name them. */
  accounts(): number
}

/** Finds what rows are of and refer to. `dry`: nothing is made. */
export function createFinding({
  system,
  execute,
  principal,
  importId,
  dry,
  wrote,
}: {
  system: string
  execute: Execute
  principal: Principal
  importId: string
  dry: boolean
  wrote: (outcome: Outcome) => void
}): Finding {
  let made = 0
  const named = new Map<string, Promise<string | undefined>>()
  const stateOf = async (model: ImportKind, id: string) =>
    (await execute.load(deciders[model], id)) as Body | undefined

  async function byKey(model: ImportKind, key: string): Promise<Found> {
    for (let life = 0; life < mostLives; life++) {
      const one = recordOf(system, model, key, life)
      const state = await stateOf(model, one.id)
      if (isWithdrawn(state)) continue
      const into = state?.absorbedById
      return typeof into === 'string'
        ? { ...one, id: into, state: await stateOf(model, into) }
        : { ...one, state }
    }
    throw new Error('this record was made and undone too often')
  }

  async function make(name: string): Promise<string | undefined> {
    const held = await execute.holder(accountNameClaim(name))
    if (held) return held
    made++
    if (dry && !allows(principal.may, 'account.create')) throw new Forbidden('account.create')
    if (dry) return undefined
    const { commandId, id, state } = await byKey('account', `name:${sameName(name)}`)
    if (state) return id
    const outcome = await execute({
      command: 'account.create',
      body: { name },
      commandId,
      principal,
      correlationId: importId,
    })
    wrote(outcome)
    return outcome.id
  }

  function accountNamed(name: string): Promise<string | undefined> {
    const same = sameName(name)
    const known = named.get(same)
    if (known) return known
    const making = make(name)
    named.set(same, making)
    // Who comes next may have more luck.
    making.catch(() => named.delete(same))
    return making
  }

  return {
    byKey,
    accounts: () => made,
    async find(kind, key, body) {
      const found = await byKey(kind.model, key)
      if (found.state) return found
      for (const { claim } of kind.claims(body)) {
        const held = await execute.holder(claim)
        if (held) return { ...found, id: held, state: await stateOf(kind.model, held) }
      }
      return found
    },
    async referring(kind, facts) {
      const resolved = new Map<string, unknown>()
      const gaps: { field: string; message: string }[] = []
      const take = async (key: string, label: string, claim: Claim, missing: string) => {
        const held = await execute.holder(claim)
        if (held) resolved.set(key, held)
        else gaps.push({ field: label, message: missing })
      }
      for (const [key, value] of facts) {
        const field = kind.fields.find((one) => one.key === key)
        const target = key.replace(/\.key$/, '')
        const text = String(value)
        if (value === null || !field) {
          if (!resolved.has(target)) resolved.set(target, value)
        } else if (field.type === 'account-key' || field.type === 'contact-key') {
          const model = field.type === 'account-key' ? 'account' : 'contact'
          const found = await byKey(model, keyOf(system, text))
          if (found.state) resolved.set(target, found.id)
          else if (!facts.has(target))
            gaps.push({
              field: field.label,
              message: `There is no ${model} “${text}” of ${system} here: import it first.`,
            })
        } else if (resolved.has(target)) continue
        else if (field.type === 'account') {
          const found = await accountNamed(text)
          if (found) resolved.set(key, found)
        } else if (field.type === 'contact')
          await take(
            key,
            field.label,
            contactEmailClaim(text),
            `There is no contact with the address “${text}”.`,
          )
        else if (field.type === 'product')
          await take(
            key,
            field.label,
            { kind: 'product-code', value: sameName(text) },
            `There is no product with the code “${text}”.`,
          )
        else resolved.set(key, value)
      }
      return { facts: resolved, gaps }
    },
  }
}
