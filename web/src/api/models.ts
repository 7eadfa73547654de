import type { Money, PersonName, Row } from './shapes.ts'

export interface Lead extends Row {
  name: PersonName
  email: string | null
  phone: string | null
  company: string | null
  source: string
  country: string | null
  productInterest: string | null
  ownerId: string | null
  status: 'new' | 'working' | 'qualified' | 'disqualified' | 'converted'
  score: number
  heat: 'hot' | 'warm' | 'cold'
  scoreReasons: { points: number; reason: string }[]
  scoreRuleVersion: number
  qualification: Record<'budget' | 'authority' | 'need' | 'timeline', string | null>
  disqualifiedReason: string | null
  converting: boolean
  conversionError: string | null
  converted: { accountId: string | null; contactId: string; opportunityId: string } | null
}

export interface Opportunity extends Row {
  name: string
  accountId: string | null
  contactId: string | null
  productId: string | null
  leadId: string | null
  ownerId: string
  pipelineId: string
  stageId: string
  stageName: string
  stageSince: string
  probability: number
  probabilityOverridden: boolean
  amount: Money | null
  closeDate: string | null
  status: 'open' | 'won' | 'lost'
  lostReason: string | null
  closedAt: string | null
}

export interface Line {
  productId: string | null
  description: string
  quantity: number
  unitPrice: Money
  listPrice: Money | null
  discountPercent: number
  taxPercent: number
  net: Money
  discount: Money
  tax: Money
  gross: Money
}

export interface Totals {
  net: Money
  discount: Money
  tax: Money
  gross: Money
}

export interface Quote extends Row {
  number: string
  opportunityId: string
  accountId: string | null
  ownerId: string
  orderId: string | null
  status: 'draft' | 'sent' | 'accepted' | 'rejected' | 'expired'
  currency: string
  lines: Line[]
  totals: Totals
  gross: Money
  validUntil: string
  sentAt: string | null
  answeredAt: string | null
  rejectedReason: string | null
}

export interface Order extends Row {
  number: string
  quoteId: string
  opportunityId: string
  accountId: string | null
  ownerId: string
  status: 'placed'
  currency: string
  lines: Line[]
  totals: Totals
  gross: Money
  placedAt: string
}

export interface Product extends Row {
  name: string
  code: string
  group: string | null
  price: Money
  archived: boolean
}

export interface Stage {
  id: string
  name: string
  probability: number
  kind: 'open' | 'won' | 'lost'
}

export interface Pipeline extends Row {
  name: string
  currency: string
  isDefault: boolean
  stages: Stage[]
  archived: boolean
}

export interface Account extends Row {
  name: string
  sector: string | null
  website: string | null
  yearEstablished: number | null
  revenue: Money | null
  employees: number | null
  country: string | null
  parentId: string | null
  ownerId: string | null
  relation: 'customer' | 'prospect' | 'partner' | 'vendor'
  archived: boolean
}

export interface Contact extends Row {
  name: PersonName
  email: string | null
  phone: string | null
  title: string | null
  accountId: string | null
  ownerId: string | null
  archived: boolean
}

export interface User extends Row {
  name: string
  email: string
  role: string
  teamId: string | null
  timeZone: string
  active: boolean
}

export interface TicketSla {
  policy: string
  responseDueAt: string | null
  respondedAt: string | null
  resolutionDueAt: string | null
  resolvedAt: string | null
  pausedAt: string | null
  breached: { response: boolean; resolution: boolean }
}

export interface Ticket extends Row {
  number: string
  subject: string
  description: string | null
  requester: { name: string; email: string | null } | null
  accountId: string | null
  contactId: string | null
  priority: 'low' | 'normal' | 'high' | 'urgent'
  category: string | null
  channel: string
  assigneeId: string | null
  teamId: string | null
  status: 'new' | 'open' | 'pending' | 'resolved' | 'closed'
  escalation: number
  sla: TicketSla | null
  dueAt: string | null
  breached: boolean
}

export interface SlaPolicy extends Row {
  name: string
  calendarId: string
  targets: Record<Ticket['priority'], { responseMinutes: number; resolutionMinutes: number }>
  escalateTo: { userId: string | null; teamId: string | null } | null
  default: boolean
  version: number
  archived: boolean
}

export interface Message {
  id: string
  kind: 'reply' | 'note'
  author: 'agent' | 'requester'
  actorId: string
  body: string
  at: string
}

export interface TicketDetail extends Ticket {
  messages: Message[]
}

/** The service level of a ticket, with each stretch of time and whether it counted. */
export interface SlaExplained {
  at: string
  policy: { id: string; name: string; version: number }
  calendar: { id: string; name: string; version: number; timeZone: string }
  clocks: SlaClock[]
}

export interface SlaClock {
  clock: 'response' | 'resolution'
  state: 'running' | 'pending' | 'stopped'
  targetMinutes: number
  spentMinutes: number
  leftMinutes: number
  dueAt: string | null
  missedAt: string | null
  breached: boolean
  stretches: {
    from: string
    to: string
    kind: 'open' | 'closed' | 'holiday' | 'pending' | 'stopped'
    minutes: number
    counted: boolean
  }[]
}

export interface Board {
  pipeline: { id: string; name: string; currency: string }
  stages: BoardStage[]
}

export interface BoardStage extends Omit<Stage, 'probability'> {
  /** Null for a stage that is no longer part of the pipeline. */
  probability: number | null
  count: number
  amounts: StageAmount[]
  cards: Card[]
}

/** Minor units; the weighted one is what the stage's probabilities make of it. */
export interface StageAmount {
  currency: string
  amount: number
  weighted: number
}

export type Card = Opportunity & { accountName?: string | null; ownerName?: string | null }

export interface Forecast {
  from: string
  to: string
  groupBy: 'owner' | 'month' | 'team'
  /** How the figures are worked out, in words. */
  method: string
  groups: ForecastGroup[]
  totals: ForecastTotal[]
}

export interface ForecastGroup {
  key: string
  name: string
  totals: ForecastTotal[]
}

/** Minor units. */
export interface ForecastTotal {
  currency: string
  count: number
  won: number
  committed: number
  weighted: number
  bestCase: number
}

export interface Lag {
  positions: number
  seconds: number
}

export interface Status {
  position: string | null
  last: string | null
  lag: Lag | null
  live: boolean
  trouble: string | null
  projections: {
    name: string
    version: number
    position: string | null
    lag: Lag | null
    state: 'running' | 'failed' | 'rebuilding'
    failure: { event: { id: string; type: string; stream: string; position: number }; error: string } | null
    hint: string | null
  }[]
  sagas: {
    name: string
    position: string
    lag: number
    state: 'running' | 'catching-up' | 'failed'
    deadLetters: number
  }[]
  checks?: Record<string, { ok: boolean; error?: string }>
}

export interface DeadLetter {
  id: string
  saga: string
  key: string
  command: string
  code: string
  message: string
  attempts: number
  at: string
}
