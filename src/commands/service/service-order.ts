import { z } from 'zod'
import { file } from '../../domain/activities/file.ts'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import { refuse } from '../../domain/error.ts'
import { user } from '../../domain/identity/user.ts'
import { product } from '../../domain/sales/product.ts'
import { asset } from '../../domain/service/asset.ts'
import { contract } from '../../domain/service/contract.ts'
import { maintenancePlan } from '../../domain/service/maintenance-plan.ts'
import { service } from '../../domain/service/service.ts'
import { type ServiceOrderState, serviceOrder } from '../../domain/service/service-order.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { day, dayOf } from '../../domain/values/day.ts'
import { documentNumber } from '../../domain/values/document-number.ts'
import { cutTo, line } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { newId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore } from '../inverse.ts'
import { mustBeKnown, mustExist } from '../references.ts'
import { subjectCommands } from '../subject.ts'
import { failureOf } from './failure.ts'

const { commands } = serviceOrder
const { shape } = commands['serviceOrder.create'].schema

const create = z.object({
  title: shape.title.optional().describe('Left out, that of the ticket, else the name of the service.'),
  description: shape.description.optional(),
  accountId: shape.accountId.optional().describe('Left out, that of the ticket, else of the asset.'),
  contactId: shape.contactId.optional(),
  ticketId: shape.ticketId.default(null),
  assetId: shape.assetId.optional(),
  contractId: shape.contractId.optional(),
  serviceId: uuid.nullable().default(null),
  site: shape.site.optional(),
  ownerId: shape.ownerId.optional(),
  dueOn: shape.dueOn.default(null),
  failedOn: day.optional().describe('When the asset failed; left out, what the ticket says, else today.'),
  billsVisit: z.boolean().optional().describe('Left out: unless it is under warranty.'),
  tasks: z.array(line(300)).max(100).default([]),
})

const ofPart = commands['serviceOrder.use-part']
const ofTime = commands['serviceOrder.log-time']

export const serviceOrderCommands = commandsOf(
  serviceOrder,
  (prepared) => ({
    'serviceOrder.create': {
      summary: 'Order a service: for a ticket, an asset, or by hand',
      ...prepared(create, ordered),
    },
    'serviceOrder.create-from-plan': {
      summary: 'Make the order of a plan for a day on which it is due',
      internal: true,
      ...prepared(z.object({ planId: uuid, dueOn: day }), async ({ planId, dueOn }, asking) => {
        const plan = await asking.load(maintenancePlan, planId)
        if (!plan) refuse('serviceOrder.plan-unknown', 'There is no such plan.', { field: 'planId' })
        const { name, accountId, assetId, contractId, serviceId, ownerId, tasks } = plan
        const site = assetId ? ((await asking.load(asset, assetId))?.site ?? null) : null
        return {
          ...(await standing({ serviceId }, asking)),
          title: name,
          description: null,
          site,
          accountId,
          contactId: null,
          ticketId: null,
          planId,
          assetId,
          contractId,
          ownerId,
          dueOn,
          failure: null,
          // What was agreed to be looked after is paid with the contract.
          billsVisit: contractId === null,
          tasks: tasks.map(toTask),
        }
      }),
    },
    'serviceOrder.change': {
      summary: 'Change what is to be done, by when, and who answers for it',
      inverse: asBefore('serviceOrder.change'),
      ...prepared(commands['serviceOrder.change'], async (body, asking) => {
        await mustExist('serviceOrder', body, { ownerId: user, contactId: contact }, asking)
        await mustBeKnown('serviceOrder', body, { contractId: contract }, asking)
        return body
      }),
    },
    'serviceOrder.dispatch': { summary: 'Send somebody out' },
    'serviceOrder.start': { summary: 'Begin with an order' },
    'serviceOrder.complete': {
      summary: 'Say that an order is done, with all of its tasks',
      ...prepared(commands['serviceOrder.complete'].omit({ today: true }), withToday),
    },
    'serviceOrder.reopen': { summary: 'Go on with an order that was done, unless it was invoiced' },
    'serviceOrder.cancel': { summary: 'Cancel an order' },
    'serviceOrder.add-task': {
      summary: 'Add a task to the checklist',
      ...prepared(commands['serviceOrder.add-task'].partial({ id: true }), (body) => ({
        ...body,
        id: body.id ?? newId(),
      })),
    },
    'serviceOrder.tick-task': { summary: 'Tick a task off, or take that back' },
    'serviceOrder.remove-task': { summary: 'Take a task off the checklist' },
    'serviceOrder.use-part': {
      summary: 'Write down a part that was used; its price is the product’s unless told',
      ...prepared(
        ofPart
          .omit({ id: true })
          .partial({ description: true, unitPrice: true, billable: true, productId: true }),
        async (body, asking) => {
          const { productId = null } = body
          await mustExist('serviceOrder', { productId }, { productId: product }, asking)
          const found = productId ? await asking.load(product, productId) : undefined
          const isOurs = found?.price.currency === asking.state.currency
          return {
            id: newId(),
            productId,
            description:
              body.description ??
              found?.name ??
              refuse('serviceOrder.part-unnamed', 'Say what it is.', { field: 'description' }),
            quantity: body.quantity,
            unitPrice: body.unitPrice === undefined ? (isOurs ? found.price : null) : body.unitPrice,
            billable: body.billable ?? !isCovered(asking.state),
          }
        },
      ),
    },
    'serviceOrder.remove-part': { summary: 'Take a part back that was not used' },
    'serviceOrder.log-time': {
      summary: 'Write down time that was spent; it is worth what the service costs an hour unless told',
      ...prepared(
        ofTime.omit({ id: true }).partial({ userId: true, text: true, rate: true, billable: true }),
        async (body, asking) => {
          const { userId = personOf(asking) } = body
          await mustExist('serviceOrder', { userId }, { userId: user }, asking)
          const { service: offered } = asking.state
          const hourly = offered?.priceFor === 'hour' ? offered.price : null
          return {
            id: newId(),
            userId,
            text: body.text ?? null,
            startedAt: body.startedAt,
            endedAt: body.endedAt,
            rate: body.rate === undefined ? hourly : body.rate,
            billable: body.billable ?? !isCovered(asking.state),
          }
        },
      ),
    },
    'serviceOrder.remove-time': { summary: 'Take time back that was not spent' },
    'serviceOrder.sign': {
      summary: 'Note who has signed that it is done, with the picture of the signature',
      ...prepared(commands['serviceOrder.sign'].omit({ today: true }), async (body, asking) => {
        const found = body.fileId ? await asking.load(file, body.fileId) : undefined
        const isOfIt =
          found?.record.model === 'serviceOrder' && found.record.id === asking.id && !found.removed
        if (body.fileId && !isOfIt)
          refuse('serviceOrder.signature-unknown', 'There is no such file with this order.', {
            field: 'fileId',
          })
        return withToday(body, asking)
      }),
    },
    'serviceOrder.bill': {
      summary: 'Invoice what of an order is to be paid: an order and its invoice follow',
      ...prepared(
        commands['serviceOrder.bill'].omit({ billerId: true, hasSeller: true }),
        async (body, asking) => {
          const of = await asking.load(account, asking.state.accountId)
          const billerId = of?.ownerId ?? personOf(asking)
          if (!billerId)
            refuse('serviceOrder.unowned', 'Say who answers for this order first.', { field: 'ownerId' })
          return { ...body, billerId, hasSeller: (await asking.organisation()) !== undefined }
        },
      ),
    },
    ...subjectCommands('serviceOrder'),
  }),
  {
    // A plan has one order for each day on which it is due.
    unique: ({ planId, dueOn }) =>
      planId === null ? [] : [{ kind: 'serviceOrder-plan', value: `${planId} ${dueOn}` }],
  },
)

const personOf = ({ actor }: Pick<Asking, 'actor'>) => (actor.kind === 'user' ? actor.id : null)
const toTask = (text: string) => ({ id: newId(), text, done: false })

/** What is broken is repaired for nothing. */
const isCovered = ({ failure }: Pick<ServiceOrderState, 'failure'>) => failure?.warranty === 'covered'

async function withToday<B extends object>(body: B, { at, zone }: Pick<Asking, 'at' | 'zone'>) {
  return { ...body, today: dayOf(at, await zone()) }
}

async function ordered(body: z.output<typeof create>, asking: Asking) {
  await mustExist(
    'serviceOrder',
    body,
    { accountId: account, contactId: contact, ticketId: ticket, assetId: asset, ownerId: user },
    asking,
  )
  await mustBeKnown('serviceOrder', body, { contractId: contract }, asking)
  const of = body.ticketId ? await asking.load(ticket, body.ticketId) : undefined
  const assetId = body.assetId === undefined ? (of?.assetId ?? null) : body.assetId
  const about = assetId ? await asking.load(asset, assetId) : undefined
  const accountId = body.accountId ?? of?.accountId ?? about?.accountId
  if (!accountId) refuse('serviceOrder.for-nobody', 'Say whom it is for.', { field: 'accountId' })
  const stands = await standing(body, asking)
  const failure = about
    ? await failureOf(
        { name: 'serviceOrder', warranty: about.warranty, failedOn: body.failedOn ?? of?.failure?.failedOn },
        asking,
      )
    : null
  if (!about && body.failedOn)
    refuse('serviceOrder.nothing-failed', 'Say which asset failed that day.', { field: 'assetId' })
  const title =
    body.title ??
    of?.subject ??
    stands.service?.name ??
    refuse('serviceOrder.untitled', 'Say what is to be done.', { field: 'title' })
  return {
    ...stands,
    title: cutTo(title, 200),
    description: body.description ?? of?.description?.slice(0, 10_000) ?? null,
    site: body.site ?? about?.site ?? null,
    accountId,
    contactId: body.contactId === undefined ? (of?.contactId ?? null) : body.contactId,
    ticketId: body.ticketId,
    planId: null,
    assetId,
    contractId: body.contractId === undefined ? (of?.contractId ?? null) : body.contractId,
    ownerId: body.ownerId === undefined ? personOf(asking) : body.ownerId,
    dueOn: body.dueOn,
    failure,
    billsVisit: body.billsVisit ?? !isCovered({ failure }),
    tasks: body.tasks.map(toTask),
  }
}

/** Its number, and the service as it is now. */
async function standing({ serviceId }: { serviceId: string | null }, asking: Asking) {
  await mustExist('serviceOrder', { serviceId }, { serviceId: service }, asking)
  const found = serviceId ? await asking.load(service, serviceId) : undefined
  const { baseCurrency = 'USD' } = (await asking.organisation()) ?? {}
  return {
    number: documentNumber('S', asking.id),
    service:
      found && serviceId
        ? {
            id: serviceId,
            name: found.name,
            price: found.price,
            priceFor: found.priceFor,
            minutes: found.minutes,
          }
        : null,
    currency: found?.price?.currency ?? baseCurrency,
  }
}
