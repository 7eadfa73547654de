import { Webhook as WebhookIcon } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Webhook = Replies['/webhooks/{id}']
export type Deliveries = Replies['/webhooks/{id}/deliveries']
export type Delivery = Deliveries['items'][number]
export type DeliveryDetail = Replies['/webhooks/{id}/deliveries/{deliveryId}']
export type Call = DeliveryDetail['calls'][number]
export type WebhookStanding = Replies['/webhooks/{id}/standing']

export const webhook: RecordEntry = {
  is: 'record',
  model: 'webhook',
  path: 'webhooks',
  one: 'webhook',
  many: 'webhooks',
  group: 'Set-up',
  create: 'webhook.create',
  configuration: true,
  icon: WebhookIcon,
  load: async () => (await import('./webhook.tsx')).webhook,
}
