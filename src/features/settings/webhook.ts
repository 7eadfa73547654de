import { forgetSent, webhookEndpoints, webhookQueries, webhookTitles } from '../../api/settings/webhook.ts'
import { webhookStep } from '../../api/settings/webhook-step.ts'
import { webhookCommands } from '../../commands/settings/webhook.ts'
import { told } from '../../domain/identity/notice.ts'
import { webhook as decider } from '../../domain/settings/webhook.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { webhookTable } from '../../projections/settings/webhook.ts'
import { webhookDeliveries } from '../../sagas/settings/webhook.ts'
import { feature } from '../feature.ts'

/** Events told to somebody else's program, with the rights of whose it is. */
export const webhook = feature({
  decider,
  resource: 'webhooks',
  grants: ({ ownerId }) => [keyOf.user(ownerId)],
  authority: { manager: { may: ['webhook.*'] } },
  table: webhookTable,
  commands: (catalogue) => webhookCommands(catalogue),
  queries: webhookQueries,
  titles: webhookTitles,
  sagas: [webhookDeliveries],
  endpoints: [webhookEndpoints],
  effects: { 'webhook.deliver': webhookStep },
  schedules: (parts) => [{ name: 'webhooks', at: parts.nightly, work: () => forgetSent(parts) }],
  told: told(decider)(
    { 'webhook.disabled': 'A webhook of yours was disabled' },
    { 'webhook.disabled': ({ data }) => ({ kind: 'webhook.disabled', userIds: [data.ownerId] }) },
  ),
})
