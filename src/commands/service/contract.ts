import { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
import { user } from '../../domain/identity/user.ts'
import { product } from '../../domain/sales/product.ts'
import { asset } from '../../domain/service/asset.ts'
import { type ContractTerms, contract } from '../../domain/service/contract.ts'
import { slaPolicy } from '../../domain/service/sla-policy.ts'
import { daysAfter, endOfDay, monthsOn, startOfDay } from '../../domain/values/day.ts'
import { documentNumber } from '../../domain/values/document-number.ts'
import { chosen } from '../choices.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore } from '../inverse.ts'
import { mustBeKnown, mustExist } from '../references.ts'

const { commands } = contract
const references = { accountId: account, ownerId: user, slaPolicyId: slaPolicy }
const listed = { tier: 'contract-tier' } as const
const renewed = commands['contract.renew'].pick({ endsOn: true, price: true })

/** Everything that an account has from us, or one product or asset of it. At most one active contract covers it. */
export const coverClaim = (accountId: string, what: string) => ({
  kind: 'contract-cover',
  value: `${accountId} ${what}`,
})
export const everything = 'everything'

export const contractCommands = commandsOf(
  contract,
  (prepared) => ({
    'contract.create': {
      summary: 'Write a contract down; it covers nothing before it is active',
      ...prepared(commands['contract.create'].schema.omit({ number: true }), async (body, asking) => {
        await mustBeRight(body, asking)
        const named = await chosen('contract', body, listed, asking)
        return { ...named, number: documentNumber('C', asking.id) }
      }),
    },
    'contract.change': {
      summary: 'Change what was agreed; tickets that were opened keep what was promised for them',
      inverse: asBefore('contract.change'),
      ...prepared(commands['contract.change'].shape.changes, async (body, asking) => {
        await mustBeRight(body, asking)
        const changes = await chosen('contract', body, listed, asking)
        return { changes, timing: await timingOf({ ...asking.state, ...mentioned(changes) }, asking) }
      }),
    },
    'contract.activate': {
      summary: 'Put a contract into force: from its first day it covers what it says',
      ...prepared(z.object({}), (_body, asking) => timingOf(asking.state, asking)),
    },
    'contract.remind-notice': { summary: 'Say that the end of a contract comes near', internal: true },
    'contract.cancel': { summary: 'Give notice: a contract does not go on after its last day' },
    'contract.renew': {
      summary: 'Let a contract go on until another day',
      ...prepared(renewed, async (body, asking) => ({
        ...body,
        ...(await timingOf({ ...asking.state, endsOn: body.endsOn }, asking)),
      })),
    },
    'contract.run-out': {
      summary: 'Renew or end a contract whose last day is over',
      internal: true,
      ...prepared(z.object({}), async (_body, asking) => {
        const { endsOn, renewMonths } = asking.state
        if (endsOn === null || renewMonths === null) return { next: null }
        // It goes on from the day after, by whole months.
        const next = daysAfter(monthsOn(daysAfter(endsOn, 1), renewMonths), -1)
        return { next: { endsOn: next, ...(await timingOf({ ...asking.state, endsOn: next }, asking)) } }
      }),
    },
    'contract.terminate': { summary: 'End a contract at once, and say why' },
  }),
  {
    unique: ({ status, accountId, coversAll, productIds, assetIds }) => {
      if (status !== 'active') return []
      const what = coversAll ? [everything] : [...new Set([...productIds, ...assetIds])]
      return what.map((one) => coverClaim(accountId, one))
    },
  },
)

const mentioned = <T extends object>(body: T) =>
  Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== undefined),
  ) as Partial<ContractTerms>

async function mustBeRight(
  body: { productIds?: readonly string[] | undefined; assetIds?: readonly string[] | undefined },
  asking: Pick<Asking, 'load'>,
): Promise<void> {
  await mustExist('contract', body, references, asking)
  for (const productId of body.productIds ?? [])
    await mustBeKnown('contract', { productId }, { productId: product }, asking)
  for (const assetId of body.assetIds ?? [])
    await mustExist('contract', { assetId }, { assetId: asset }, asking)
}

async function timingOf(
  { endsOn, noticeDays }: Pick<ContractTerms, 'endsOn' | 'noticeDays'>,
  { zone }: Pick<Asking, 'zone'>,
) {
  if (endsOn === null) return { noticeAt: null, endsAt: null }
  const there = await zone()
  return {
    noticeAt: noticeDays === null ? null : startOfDay(daysAfter(endsOn, -noticeDays), there),
    endsAt: endOfDay(endsOn, there),
  }
}
