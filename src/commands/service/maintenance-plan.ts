import { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
import { user } from '../../domain/identity/user.ts'
import { merged } from '../../domain/record.ts'
import { asset } from '../../domain/service/asset.ts'
import { contract } from '../../domain/service/contract.ts'
import {
  dueAfter,
  type MaintenanceTerms,
  maintenancePlan,
  type NextDue,
} from '../../domain/service/maintenance-plan.ts'
import { service } from '../../domain/service/service.ts'
import { dayOf, daysAfter, startOfDay } from '../../domain/values/day.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustBeKnown, mustExist } from '../references.ts'

const { commands } = maintenancePlan
const { schema } = commands['maintenancePlan.create']
const create = schema.omit({ next: true }).extend({
  assetId: schema.shape.assetId.default(null),
  contractId: schema.shape.contractId.default(null),
  ownerId: schema.shape.ownerId.default(null),
  endsOn: schema.shape.endsOn.default(null),
  aheadDays: schema.shape.aheadDays.default(14),
  tasks: schema.shape.tasks.default([]),
})

const references = { accountId: account, serviceId: service, assetId: asset, ownerId: user }

async function mustBeRight(body: object, asking: Pick<Asking, 'load'>): Promise<void> {
  await mustExist('maintenancePlan', body, references, asking)
  await mustBeKnown('maintenancePlan', body, { contractId: contract }, asking)
}

/** A day is one where the organisation is: there its order is made when that day begins. */
async function nextOf(
  terms: Pick<MaintenanceTerms, 'startsOn' | 'endsOn' | 'rhythm' | 'aheadDays'>,
  than: { after: string } | { from: string },
  { zone }: Pick<Asking, 'zone'>,
): Promise<NextDue> {
  const dueOn = dueAfter(terms, than)
  if (dueOn === undefined) return null
  return { dueOn, makeAt: startOfDay(daysAfter(dueOn, -terms.aheadDays), await zone()) }
}

/** After the last for which an order was made, else from its first day on. */
const goingOn = (lastDueOn: string | null, startsOn: string) =>
  lastDueOn === null ? { from: startsOn } : { after: lastDueOn }

export const maintenancePlanCommands = commandsOf(maintenancePlan, (prepared) => ({
  'maintenancePlan.create': {
    summary: 'Plan what is looked after every so often; its orders are made ahead by themselves',
    ...prepared(create, async (body, asking) => {
      await mustBeRight(body, asking)
      return { ...body, next: await nextOf(body, { from: body.startsOn }, asking) }
    }),
  },
  'maintenancePlan.change': {
    summary: 'Change a plan; orders that there are stay',
    inverse: asBefore('maintenancePlan.change'),
    ...prepared(commands['maintenancePlan.change'].shape.changes, async (body, asking) => {
      await mustBeRight(body, asking)
      const terms = merged<MaintenanceTerms>(asking.state, body)
      const { lastDueOn } = asking.state
      return { changes: body, next: await nextOf(terms, goingOn(lastDueOn, terms.startsOn), asking) }
    }),
  },
  'maintenancePlan.fall-due': {
    summary: 'Make the next order of a plan, when its time has come',
    internal: true,
    ...prepared(z.object({}), async (_, asking) => {
      const { next } = asking.state
      return { next: next && (await nextOf(asking.state, { after: next.dueOn }, asking)) }
    }),
  },
  'maintenancePlan.archive': {
    summary: 'Stop a plan; orders that there are stay',
    inverse: by('maintenancePlan.restore'),
  },
  'maintenancePlan.restore': {
    summary: 'Go on with a plan; what would have been due meanwhile is left out',
    inverse: by('maintenancePlan.archive'),
    ...prepared(z.object({}), async (_, asking) => {
      const { state, at, zone } = asking
      const today = dayOf(at, await zone())
      const { lastDueOn } = state
      const than = lastDueOn !== null && lastDueOn >= today ? { after: lastDueOn } : { from: today }
      return { next: await nextOf(state, than, asking) }
    }),
  },
}))
