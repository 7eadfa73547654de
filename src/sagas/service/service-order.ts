import { maintenancePlan, type NextDue } from '../../domain/service/maintenance-plan.ts'
import { serviceOrder } from '../../domain/service/service-order.ts'
import { processManager, type Reaction } from '../process-manager.ts'

const own = ({ aggregateId }: { aggregateId: string }) => aggregateId
const watched = (next: NextDue): Reaction<never> => ({ wake: { make: next?.makeAt ?? null } })

/** Makes the orders of a plan ahead, one for each day on which it is due, however late it comes to it (SVC-08). */
export const maintenance = processManager()(maintenancePlan)({
  name: 'maintenance',
  version: 1,
  on: {
    'maintenancePlan.created': { key: own, react: (_, { data }) => watched(data.next) },
    'maintenancePlan.changed': { key: own, react: (_, { data }) => watched(data.next) },
    'maintenancePlan.restored': { key: own, react: (_, { data }) => watched(data.next) },
    'maintenancePlan.archived': { key: own, react: () => watched(null) },
    'maintenancePlan.fell-due': {
      key: own,
      react: (_, { aggregateId: planId, data: { dueOn, next } }) => ({
        ...watched(next),
        send: [{ command: 'serviceOrder.create-from-plan', body: { planId, dueOn } }],
      }),
    },
  },
  wake: {
    make: (_, __, { key }) => ({ send: [{ command: 'maintenancePlan.fall-due', id: key, body: {} }] }),
  },
})

/** What of a visit is to be paid becomes an order that has gone out, and so an invoice (SVC-12). */
export const serviceBilling = processManager()(serviceOrder)({
  name: 'service-billing',
  version: 1,
  on: {
    'serviceOrder.billed': {
      key: own,
      react: (_, { aggregateId: serviceOrderId, data: { number: __, ...billed } }) => ({
        send: [{ command: 'order.place-service', body: { ...billed, serviceOrderId } }],
        done: true,
      }),
    },
  },
})
