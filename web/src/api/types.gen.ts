// Generated from the OpenAPI document. `npx vitest run tests/web/api-types.test.ts -u` makes it anew.

export interface Replies {
  /** Who read what, searched for what, took what out, and what was refused; newest first */
  "/access-log": AccessLog
  /** Whose records somebody was shown in a period: what to report after a breach of their account */
  "/access-log/touched": AccessLogTouched
  /** Who viewed a record: by itself, in its history, in a list, a search or an export */
  "/access-log/viewers": AccessLogViewers
  /** Every event of one record: who, when, why, before and after */
  "/access-seals/{id}/history": HistoryPage
  /** Who could see a record at an instant, by the rights of then, and who did see it up to then */
  "/access/effective": AccessEffective
  /** Every permission there is, and the fields of each model: what a role can be made of */
  "/access/vocabulary": AccessVocabulary
  /** Why can or can’t I see this? On behalf of others with the permission access.read */
  "/access/why": AccessWhy
  /** Accounts by name, owner, sector and relation */
  "/accounts": AccountPage
  /** One of them by its id */
  "/accounts/{id}": Account
  /** Every event of one record: who, when, why, before and after */
  "/accounts/{id}/history": HistoryPage
  /** Its story: activities, messages, tickets, quotes, orders and changes in one order, newest first, and what is open */
  "/accounts/{id}/timeline": Story
  /** Activities: calls, tasks, appointments and notes; what is due first comes first */
  "/activities": ActivityPage
  /** An activity */
  "/activities/{id}": Activity
  /** Every event of one record: who, when, why, before and after */
  "/activities/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/activities/{id}/privacy": PrivacyStanding
  /** Every event of one record: who, when, why, before and after */
  "/activity-policies/{id}/history": HistoryPage
  /** Commands of sagas that were refused and that nothing answers */
  "/admin/dead-letters": AdminDeadLetters
  /** The packages of others that are installed here, with version, licence and since when */
  "/admin/packages": AdminPackages
  /** Events that are set aside: for which projection or saga, when, by whom and why */
  "/admin/quarantine": AdminQuarantine
  /** Every event of one record: who, when, why, before and after */
  "/alert-policies/{id}/history": HistoryPage
  /** All API keys there are and were */
  "/api-keys": ApiKeys
  /** Every event of one record: who, when, why, before and after */
  "/api-keys/{id}/history": HistoryPage
  /** What was done: by person, record, period, kind and field changed; newest first */
  "/audit": Audit
  /** What was done to many records at once, how far it has got, and whether it was taken back */
  "/batches": BatchPage
  /** One of them by its id */
  "/batches/{id}": Batch
  /** Every event of one record: who, when, why, before and after */
  "/batches/{id}/history": HistoryPage
  /** What came of each record of a batch, in their order */
  "/batches/{id}/items": BatchItemPage
  /** Business calendars */
  "/business-calendars": BusinessCalendarPage
  /** One of them by its id */
  "/business-calendars/{id}": BusinessCalendar
  /** Every event of one record: who, when, why, before and after */
  "/business-calendars/{id}/history": HistoryPage
  /** Lists of what fields can be: sources, reasons, categories, classes */
  "/choice-lists": ChoiceListPage
  /** One of them by its id */
  "/choice-lists/{id}": ChoiceList
  /** Every event of one record: who, when, why, before and after */
  "/choice-lists/{id}/history": HistoryPage
  /** Contacts by name, e-mail, account and owner */
  "/contacts": ContactPage
  /** One of them by its id */
  "/contacts/{id}": Contact
  /** Every event of one record: who, when, why, before and after */
  "/contacts/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/contacts/{id}/privacy": PrivacyStanding
  /** Its story: activities, messages, tickets, quotes, orders and changes in one order, newest first, and what is open */
  "/contacts/{id}/timeline": Story
  /** The fields and related records of each model that criteria can be about, and what can be asked of them */
  "/criteria": Criteria
  /** Every event of one record: who, when, why, before and after */
  "/disclosures/{id}/history": HistoryPage
  /** An event as the tree holds it, with its proof against the newest checkpoint */
  "/events/{id}/proof": EventsProof
  /** Why an event happened: the chain of causes to the root, where its record came from, and what followed */
  "/events/{id}/why": EventsWhy
  /** What a period will bring: won, committed, weighted and best case, by owner, month or team */
  "/forecast": Forecast
  /** The pages of help that have all these words; all of them without */
  "/help": Help
  /** The page of help for a screen */
  "/help/{screen}": HelpByScreen
  /** Every event of one record: who, when, why, before and after */
  "/inboxes/{id}/history": HistoryPage
  /** Jobs that run or have ended since the last start, newest first */
  "/jobs": Jobs
  /** How far a job has got */
  "/jobs/{id}": Job
  /** Leads by status, owner, source and heat */
  "/leads": LeadPage
  /** One of them by its id */
  "/leads/{id}": Lead
  /** Every event of one record: who, when, why, before and after */
  "/leads/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/leads/{id}/privacy": PrivacyStanding
  /** The score of a lead, explained by the version of the rules that gave it: each rule, its conditions, what was found */
  "/leads/{id}/score": LeadScore
  /** Its story: activities, messages, tickets, quotes, orders and changes in one order, newest first, and what is open */
  "/leads/{id}/timeline": Story
  /** Signed checkpoints, newest first */
  "/log/checkpoints": LogCheckpoints
  /** Where an operator went on with an older log, with the checkpoints that it contradicts; oldest first */
  "/log/divergences": LogDivergences
  /** The public key that checkpoints are signed with, and those of former times */
  "/log/key": LogKey
  /** The proof that the tree of one size is the beginning of that of another */
  "/log/proof/consistency": LogProofConsistency
  /** The proof that an event is in the tree of a size, by default that of the newest checkpoint */
  "/log/proof/inclusion": LogProofInclusion
  /** Who is signed in, and what they may do */
  "/me": Me
  /** How much one has to do is overdue, how much is due today, and when the next of it will be late */
  "/me/activities": OwnActivities
  /** The own API keys, with when and from where they were last used */
  "/me/api-keys": ApiKeys
  /** The layout of the own dashboard */
  "/me/dashboard": MeDashboard
  /** What one is told of, newest first */
  "/me/notices": MeNotices
  /** What one can be told of, and whether mails are sent at all */
  "/me/notices/kinds": MeNoticesKinds
  /** How much of what one is told of is unread (at most 100) */
  "/me/notices/unread": MeNoticesUnread
  /** What a new user may want to do first, as far as they have done it */
  "/me/onboarding": MeOnboarding
  /** The own preferences: formats, start page, columns, saved views, notices, dashboard */
  "/me/preferences": MePreferences
  /** Whether there is a second factor, and how many recovery codes are left */
  "/me/second-factor": MeSecondFactor
  /** The own sessions that are open, with address and browser */
  "/me/sessions": OpenSessions
  /** What one has asked for help with, how it stands and what was answered */
  "/me/support": MeSupport
  /** What one is to read and acknowledge, what is open first */
  "/me/trainings": MeTrainings
  /** Every event of one record: who, when, why, before and after */
  "/notice-mails/{id}/history": HistoryPage
  /** Opportunities by owner, stage, status, account and close date */
  "/opportunities": OpportunityPage
  /** One of them by its id */
  "/opportunities/{id}": Opportunity
  /** Every event of one record: who, when, why, before and after */
  "/opportunities/{id}/history": HistoryPage
  /** Its story: activities, messages, tickets, quotes, orders and changes in one order, newest first, and what is open */
  "/opportunities/{id}/timeline": Story
  /** Orders by account, opportunity, quote and owner */
  "/orders": OrderPage
  /** One of them by its id */
  "/orders/{id}": Order
  /** Every event of one record: who, when, why, before and after */
  "/orders/{id}/history": HistoryPage
  /** Every event of one record: who, when, why, before and after */
  "/organisations/{id}/history": HistoryPage
  /** The board of a pipeline: its stages with count, sum, weighted sum and first deals */
  "/pipeline": PipelineBoard
  /** What changed the open pipeline between two instants: new, won, lost, larger, smaller, slipped */
  "/pipeline/diff": PipelineDiff
  /** How many opportunities are open, won and lost, and what they are worth in each currency */
  "/pipeline/summary": PipelineSummary
  /** Pipelines with their stages */
  "/pipelines": PipelinePage
  /** One of them by its id */
  "/pipelines/{id}": Pipeline
  /** Every event of one record: who, when, why, before and after */
  "/pipelines/{id}/history": HistoryPage
  /** Every event of one record: who, when, why, before and after */
  "/preferences/{id}/history": HistoryPage
  /** What people asked for by right, and what came of it; each has a signed receipt */
  "/privacy-requests": PrivacyRequestPage
  /** One of them by its id */
  "/privacy-requests/{id}": PrivacyRequest
  /** Every event of one record: who, when, why, before and after */
  "/privacy-requests/{id}/history": HistoryPage
  /** What the retention rules would erase now; nothing is erased */
  "/privacy/retention": PrivacyRetention
  /** Products by name, code and group */
  "/products": ProductPage
  /** One of them by its id */
  "/products/{id}": Product
  /** Every event of one record: who, when, why, before and after */
  "/products/{id}/history": HistoryPage
  /** Every event of one record: who, when, why, before and after */
  "/quarantine/{id}/history": HistoryPage
  /** Quotes by opportunity, account, owner and status */
  "/quotes": QuotePage
  /** One of them by its id */
  "/quotes/{id}": Quote
  /** Every event of one record: who, when, why, before and after */
  "/quotes/{id}/history": HistoryPage
  /** How long records of each kind are kept */
  "/retention-rules": RetentionRulePage
  /** One of them by its id */
  "/retention-rules/{id}": RetentionRule
  /** Every event of one record: who, when, why, before and after */
  "/retention-rules/{id}/history": HistoryPage
  /** Roles, and what they let their holders do and see */
  "/roles": RolePage
  /** One of them by its id */
  "/roles/{id}": Role
  /** Every event of one record: who, when, why, before and after */
  "/roles/{id}/history": HistoryPage
  /** Sets of rules by which something is decided, with their versions */
  "/rule-sets": RuleSetPage
  /** One of them by its id */
  "/rule-sets/{id}": RuleSet
  /** Every event of one record: who, when, why, before and after */
  "/rule-sets/{id}/history": HistoryPage
  /** Alerts of what may be an attack or a leak, with everything that was done in their time */
  "/security-alerts": SecurityAlertPage
  /** One of them by its id */
  "/security-alerts/{id}": SecurityAlert
  /** Every event of one record: who, when, why, before and after */
  "/security-alerts/{id}/history": HistoryPage
  /** What was looked at for known weaknesses and security headers, when, and what was found */
  "/security-checks": SecurityCheckPage
  /** One of them by its id */
  "/security-checks/{id}": SecurityCheck
  /** Every event of one record: who, when, why, before and after */
  "/security-checks/{id}/history": HistoryPage
  /** Sign-ins by user and time, with address and browser */
  "/sessions": Sessions
  /** Every event of one record: who, when, why, before and after */
  "/sessions/{id}/history": HistoryPage
  /** What must be said before something counts as logged; its history is that of `id` */
  "/settings/activity-policy": SettingsActivityPolicy
  /** How much within an hour raises an alert, and what counts as off-hours; its history is that of `id` */
  "/settings/alert-policy": SettingsAlertPolicy
  /** The own organisation, as it stands on a day; today unless told */
  "/settings/organisation": SettingsOrganisation
  /** The rules of signing in, of sessions, passwords and keys; their history is that of `id` */
  "/settings/sign-in-policy": SettingsSignInPolicy
  /** What was shared with whom, by whom, until when */
  "/shares": SharePage
  /** One of them by its id */
  "/shares/{id}": Share
  /** Every event of one record: who, when, why, before and after */
  "/shares/{id}/history": HistoryPage
  /** Every event of one record: who, when, why, before and after */
  "/sign-in-policies/{id}/history": HistoryPage
  /** The ways to sign in: by password, and by a provider where one is configured */
  "/sign-in/ways": SignInWays
  /** Refused sign-ins, counted by hour, address and user; those that succeeded are sessions */
  "/sign-ins/refused": SignInsRefused
  /** Service level policies */
  "/sla-policies": SlaPolicyPage
  /** One of them by its id */
  "/sla-policies/{id}": SlaPolicy
  /** Every event of one record: who, when, why, before and after */
  "/sla-policies/{id}/history": HistoryPage
  /** How far projections and sagas have got, and whether the stores answer */
  "/status": Status
  /** Tags by name */
  "/tags": TagPage
  /** One of them by its id */
  "/tags/{id}": Tag
  /** Every event of one record: who, when, why, before and after */
  "/tags/{id}/history": HistoryPage
  /** Teams by name and region */
  "/teams": TeamPage
  /** One of them by its id */
  "/teams/{id}": Team
  /** Every event of one record: who, when, why, before and after */
  "/teams/{id}/history": HistoryPage
  /** Tickets; the queue, with the least time left first, unless another sort is asked for */
  "/tickets": TicketListItemPage
  /** A ticket with what was said about it, oldest first */
  "/tickets/{id}": Ticket
  /** Every event of one record: who, when, why, before and after */
  "/tickets/{id}/history": HistoryPage
  /** What was said about a ticket, newest first */
  "/tickets/{id}/messages": TicketMessagePage
  /** How a person’s record stands, and which other records are about them */
  "/tickets/{id}/privacy": PrivacyStanding
  /** The service level of a ticket, explained: each stretch of time and whether it counts */
  "/tickets/{id}/sla": TicketSla
  /** Its story: activities, messages, tickets, quotes, orders and changes in one order, newest first, and what is open */
  "/tickets/{id}/timeline": Story
  /** The instants at which something changed, for stepping through time */
  "/timeline": Timeline
  /** Trainings, by when they are due, and how many have not acknowledged them */
  "/trainings": TrainingPage
  /** One of them by its id */
  "/trainings/{id}": Training
  /** Every event of one record: who, when, why, before and after */
  "/trainings/{id}/history": HistoryPage
  /** Who has acknowledged a training and who has not, those first */
  "/trainings/{id}/report": TrainingsReport
  /** Users by name, e-mail, role and team */
  "/users": UserPage
  /** One of them by its id */
  "/users/{id}": User
  /** Every event of one record: who, when, why, before and after */
  "/users/{id}/history": HistoryPage
  /** How many records of each kind a user owns, as far as the asker sees them */
  "/users/{id}/owned": UsersOwned
  /** How a person’s record stands, and which other records are about them */
  "/users/{id}/privacy": PrivacyStanding
  /** The sessions of a user that are open */
  "/users/{id}/sessions": OpenSessions
}

export type Problem = {
  "type": string
  "title": string
  "status": number
  "detail": string
  "instance"?: string
  "errors"?: (Issue)[]
  "details"?: Record<string, unknown>
  "current"?: CurrentRevision
}

export type Issue = {
  "field": string
  "rule": string
  "message": string
}

export type CurrentRevision = {
  "revision": number
  "since": (Record<string, unknown>)[]
  "earlier": number
}

export type CommandResult = {
  "id": string
  "revision": number
  "position": Position
  "events": (string)[]
  "repeated": boolean
}

export type Position = string

export type MeSupport = {
  "items": (MeSupportItem)[]
}

export type MeSupportItem = {
  "id": string
  "number": string
  "subject": string
  "status": MeSupportItemStatus
  "createdAt": string
  "updatedAt": string
  "answers": (MeSupportItemAnswer)[]
}

export type MeSupportItemStatus = "new" | "open" | "pending" | "resolved" | "closed"

export type MeSupportItemAnswer = {
  "at": string
  "body": string
}

export type Story = {
  "items": (StoryItem)[]
  "next": string | null
  "open": (Activity)[]
  "asOf": string | null
}

export type StoryItem = {
  "id": string
  "kind": StoryKind
  "at": string
  "title": string
  "text": string | null
  "status": string | null
  "amount": null | SignedMoney
  "record": StoryRecord
  "activity": null | Activity
  "event": null | HistoryEntry
  "author": string | null
}

export type StoryKind = "call" | "task" | "appointment" | "note" | "message" | "ticket" | "quote" | "order" | "change"

export type SignedMoney = {
  "amount": number
  "currency": Currency
}

export type Currency = string

export type StoryRecord = {
  "model": string
  "id": string
  "name": string | null
}

export type Activity = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "kind"?: ActivityKind
  "status"?: ActivityStatus
  "subject"?: string | null
  "body"?: string | null
  "priority"?: null | Priority
  "due"?: null | Due
  "recurrence"?: null | Recurrence
  "startsAt"?: string | null
  "endsAt"?: string | null
  "direction"?: null | CallDirection
  "durationSeconds"?: number | null
  "purpose"?: string | null
  "outcome"?: null | CallOutcome
  "location"?: string | null
  "remindAt"?: string | null
  "regarding"?: (RegardedRecord)[]
  "participants"?: (ActivityParticipant)[]
  "assigneeId"?: string | null
  "assigneeName"?: string | null
  "madeById"?: string | null
  "madeByName"?: string | null
  "followsId"?: string | null
  "followsName"?: string | null
  "dueAt"?: string | null
  "happenedAt"?: string | null
  "at"?: string
  "cancelledReason"?: string | null
  "followUp": null | FollowUp
}

export type ActivityKind = "call" | "task" | "appointment" | "note"

export type ActivityStatus = "open" | "done" | "cancelled"

export type Priority = "low" | "normal" | "high" | "urgent"

export type Due = {
  "day": string
  "time": string | null
  "timeZone": TimeZone
}

export type TimeZone = string

export type Recurrence = {
  "every": RecurrenceUnit
  "interval": number
  "weekdays": (number)[]
  "until": string | null
  "from": string
}

export type RecurrenceUnit = "day" | "week" | "month" | "year"

export type CallDirection = "inbound" | "outbound"

export type CallOutcome = "reached" | "left-message" | "no-answer" | "busy" | "wrong-number"

export type RegardedRecord = {
  "model": RegardedModel
  "id": string
  "name": string | null
}

export type RegardedModel = "account" | "contact" | "lead" | "opportunity" | "ticket"

export type ActivityParticipant = {
  "model": ParticipantModel
  "id": string
  "name": string | null
  "response": null | InviteResponse
}

export type ParticipantModel = "contact" | "user"

export type InviteResponse = "accepted" | "tentative" | "declined"

export type FollowUp = "open" | "done"

export type HistoryEntry = {
  "id": string
  "type": string
  "title": string
  "text": string | null
  "actor": EventActor
  "via": EventVia
  "command": EventCommand
  "reason": null | EventReason
  "source": null | EventSource
  "occurredAt": string
  "recordedAt": string
  "revision": number
  "position": Position
  "correlationId": string
  "causationId": string
  "changes": (FieldChange)[]
}

export type EventActor = {
  "kind": string
  "id": string
  "name": string
}

export type EventVia = {
  "kind": string
  "id"?: string
  "rule"?: string
}

export type EventCommand = {
  "id": string
  "type": string
}

export type EventReason = {
  "code"?: string
  "text"?: string
}

export type EventSource = {
  "system": string
  "id": string
  "by": string | null
}

export type FieldChange = {
  "field": string
  "before": unknown
  "after": unknown
}

export type SettingsActivityPolicy = {
  "requiredOfCall": (SettingsActivityPolicyRequiredOfCallItem)[]
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
}

export type SettingsActivityPolicyRequiredOfCallItem = "subject" | "durationSeconds" | "purpose" | "outcome" | "body"

export type OpenSessions = {
  "items": (OpenSession)[]
}

export type OpenSession = {
  "id": string
  "createdAt": string
  "authenticatedAt": string
  "seenAt": string
  "expiresAt": string
  "ip": string | null
  "userAgent": string | null
  "current": boolean
}

export type EndedSessions = {
  "ended": number
}

export type SignInsRefused = {
  "items": (SignInsRefusedItem)[]
}

export type SignInsRefusedItem = {
  "hour": string
  "ip": string
  "userId": string | null
  "attempts": number
  "lastAt": string
}

export type ApiKeys = {
  "items": (ApiKeysItem)[]
}

export type ApiKeysItem = {
  "id": string
  "ownerId": string
  "name": string
  "prefix": string
  "scopes": (string)[]
  "createdAt": string
  "expiresAt": string
  "revokedAt": string | null
  "usedAt": string | null
  "usedFrom": string | null
}

export type PostMeApiKeysAnswer = {
  "id": string
  "key": string
  "prefix": string
  "expiresAt": string
}

export type SettingsSignInPolicy = {
  "sessionIdleMinutes": number
  "sessionLifetimeHours": number
  "reauthenticateMinutes": number
  "secondFactorRoles": (string)[]
  "passwordLength": number
  "passwordDifferent": number
  "passwordRefusesKnown": boolean
  "passwordRefusesOwnName": boolean
  "apiKeyDays": number
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
}

export type SignInStep = {
  "user"?: Person
  "token"?: string
  "recoveryCodes"?: (string)[]
  "challenge"?: string
  "next"?: SignInStepNext
}

export type Person = {
  "id": string
  "name": string
  "email": Email
  "role": string
  "teamId": string | null
  "phone": string | null
  "photo": string | null
  "language": Language
  "timeZone": TimeZone
  "secondFactor": boolean
}

export type Email = string

export type Language = string

export type SignInStepNext = "code" | "enrol" | "new-password"

export type OfferedFactor = {
  "factorId": string
  "secret": string
  "uri": string
  "qr": string
}

export type SignedIn = {
  "user": Person
  "token"?: string
  "recoveryCodes"?: (string)[]
}

export type PostMeReauthenticateAnswer = {
  "authenticatedAt": string
  "token"?: string
}

export type SignInWays = {
  "password": true
  "oidc": null | SignInWaysOidc
}

export type SignInWaysOidc = {
  "name": string
  "url": string
}

export type Me = {
  "id": string
  "name": string
  "email": Email
  "role": string
  "teamId": string | null
  "phone": string | null
  "photo": string | null
  "language": Language
  "timeZone": TimeZone
  "secondFactor": boolean
  "may": (string)[]
  "seesAll": (string)[]
  "hidden": Record<string, (string)[]>
  "readOnly": Record<string, (string)[]>
}

export type PostUsersIssuePasswordAnswer = {
  "id": string
  "revision": number
  "position": Position
  "events": (string)[]
  "repeated": boolean
  "password": string
  "changeBy": string
}

export type MeSecondFactor = {
  "enabled": boolean
  "required": boolean
  "recoveryCodesLeft": number
}

export type RecoveryCodes = {
  "recoveryCodes": (string)[]
}

export type AccessWhy = {
  "userId": string
  "sees": boolean
  "permission": AccessWhyPermission
  "through": (AccessWay)[]
  "missing": (string)[]
}

export type AccessWhyPermission = {
  "needed": string
  "held": boolean
}

export type AccessWay = {
  "kind": AccessWayKind
  "key": string
  "text": string
}

export type AccessWayKind = "everyone" | "role" | "owner" | "member" | "team" | "queue" | "share" | "record"

export type AccessEffective = {
  "at": string
  "could": (AccessEffectiveCouldItem)[]
  "did": (AccessEffectiveDidItem)[]
}

export type AccessEffectiveCouldItem = {
  "userId": string
  "name": string
  "role": string
  "through": (AccessWay)[]
}

export type AccessEffectiveDidItem = {
  "actorId": string
  "name": string
  "times": number
  "first": string
  "last": string
  "kinds": (string)[]
}

export type MePreferences = {
  "locale": string | null
  "dateFormat": MePreferencesDateFormat
  "startPage": string
  "columns": Record<string, (string)[]>
  "savedViews": (MePreferencesSavedView)[]
  "notifications": Record<string, MePreferencesNotification>
  "mails"?: MePreferencesMails
  "dashboard": (Widget)[]
  "onboardingDismissed": boolean
}

export type MePreferencesDateFormat = "locale" | "iso" | "day-first" | "month-first"

export type MePreferencesSavedView = {
  "id": string
  "list": string
  "name": string
  "filters": Record<string, string>
  "columns"?: (string)[]
  "sort"?: string
  "isDefault": boolean
}

export type MePreferencesNotification = {
  "inApp": boolean
  "email": boolean
}

export type MePreferencesMails = "each" | "daily"

export type Widget = {
  "id": string
  "x": number
  "y": number
  "width": number
  "height": number
  "settings": Record<string, string>
}

export type MeDashboard = {
  "dashboard": (Widget)[]
}

export type MeOnboarding = {
  "dismissed": boolean
  "done": boolean
  "steps": (MeOnboardingStep)[]
}

export type MeOnboardingStep = {
  "step": MeOnboardingStepStep
  "done": boolean
}

export type MeOnboardingStepStep = "complete-profile" | "add-second-factor" | "add-contact" | "open-deal"

export type UsersOwned = {
  "items": (UsersOwnedItem)[]
  "total": number
}

export type UsersOwnedItem = {
  "model": UsersOwnedItemModel
  "count": number
}

export type UsersOwnedItemModel = "account" | "contact" | "lead" | "opportunity" | "ticket" | "activity"

export type PostUsersReassignAnswer = {
  "batches": (string)[]
}

export type MeTrainings = {
  "items": (MeTrainingsItem)[]
}

export type MeTrainingsItem = {
  "id": string
  "title": string
  "text": string
  "dueOn": string
  "acknowledgedAt": string | null
  "overdue": boolean
}

export type TrainingsReport = {
  "items": (TrainingsReportItem)[]
}

export type TrainingsReportItem = {
  "userId": string
  "name": string
  "acknowledgedAt": string | null
  "overdue": boolean
}

export type MeNotices = {
  "items": (MeNoticesItem)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type MeNoticesItem = {
  "id": string
  "kind": NoticeKind
  "title": string
  "at": string
  "position": Position
  "unread": boolean
  "actor": null | MeNoticesItemActor
  "record": null | MeNoticesItemRecord
}

export type NoticeKind = "account.assigned" | "lead.assigned" | "opportunity.assigned" | "quote.accepted" | "quote.rejected" | "ticket.assigned" | "ticket.escalated" | "activity.assigned" | "activity.invited" | "activity.mentioned" | "activity.reminder" | "share.granted" | "training.assigned"

export type MeNoticesItemActor = {
  "id": string
  "name": string
}

export type MeNoticesItemRecord = {
  "model": string
  "id": string
  "name": string
}

export type MeNoticesUnread = {
  "unread": number
}

export type MeNoticesKinds = {
  "mails": boolean
  "items": (MeNoticesKindsItem)[]
}

export type MeNoticesKindsItem = {
  "kind": NoticeKind
  "title": string
}

export type SettingsAlertPolicy = {
  "failedSignIns": number
  "exports": number
  "recordsRead": number
  "refusedRequests": number
  "offHoursRequests": number
  "calendarId": string | null
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
}

export type SettingsOrganisation = {
  "legalName": string
  "address": null | SettingsOrganisationAddress
  "taxId": string | null
  "logo": string | null
  "baseCurrency": Currency
  "fiscalYearStart": number
  "timeZone": TimeZone
  "from": string
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
  "planned": string | null
}

export type SettingsOrganisationAddress = {
  "lines": (string)[]
  "postalCode": string | null
  "city": string
  "country": Country
}

export type Country = string

export type Job = {
  "id": string
  "kind": string
  "about": string | null
  "ownerId": string
  "state": JobState
  "done": number
  "total": number | null
  "startedAt": string
  "endedAt": string | null
  "result": null | JobResult
  "error": string | null
}

export type JobState = "running" | "done" | "failed" | "cancelled"

export type JobResult = {
  "path"?: string
  [name: string]: unknown
}

export type PrivacyStanding = {
  "restricted": boolean
  "erased": boolean
  "truncated": boolean
  "holds": (string)[]
  "consents": (Consent)[]
  "records": (RecordReference)[]
}

export type Consent = {
  "purpose": string
  "channel": string
  "source": string
  "textVersion": string
  "givenAt": string
  "withdrawnAt": string | null
}

export type RecordReference = {
  "aggregate": string
  "id": string
}

export type PersonalDataReport = {
  "requestId": string
  "records": (PersonalDataReportRecord)[]
}

export type PersonalDataReportRecord = {
  "aggregate": string
  "id": string
  "data": unknown
  "history": (PersonalDataReportRecordHistoryItem)[]
}

export type PersonalDataReportRecordHistoryItem = {
  "id": string
  "type": string
  "title": string
  "text": string | null
  "actor": EventActor
  "via": EventVia
  "command": EventCommand
  "reason": null | EventReason
  "source": null | EventSource
  "occurredAt": string
  "recordedAt": string
  "revision": number
  "position": Position
  "correlationId": string
  "causationId": string
  "changes": (FieldChange)[]
  "data": unknown
}

export type PersonalDataCopy = {
  "requestId": string
  "records": (PersonalDataCopyRecord)[]
  "csv": string
}

export type PersonalDataCopyRecord = {
  "aggregate": string
  "id": string
  "data": unknown
  "events": (PersonalDataCopyRecordEvent)[]
}

export type PersonalDataCopyRecordEvent = {
  "at": string
  "type": string
  "data": unknown
}

export type PrivacyRequestMade = {
  "requestId": string
}

export type PrivacyRetention = {
  "items": (PrivacyRetentionItem)[]
}

export type PrivacyRetentionItem = {
  "rule": PrivacyRetentionItemRule
  "count": number
  "records": (RecordReference)[]
}

export type PrivacyRetentionItemRule = {
  "id": string
  "name": string
  "kind": string
  "days": number
}

export type PostPrivacyScrubAnswer = {
  "tables": number
  "segments": number
  "problems": (string)[]
}

export type AdminPackages = {
  "items": (AdminPackagesItem)[]
  "registry": string | null
}

export type AdminPackagesItem = {
  "name": string
  "version": string
  "licence": string | null
  "development": boolean
  "installedAt": string | null
}

export type PostImportsFilesAnswer = {
  "id": string
  "name": string
  "bytes": number
  "lines": number
}

export type PostHistoriesAnswer = {
  "line": number
  "source": null | PostHistoriesAnswerSource
  "status": PostHistoriesAnswerStatus
  "record"?: string
  "id"?: string
  "revision"?: number
  "position"?: Position
  "events": number
  "step"?: number | null
  "problem"?: Problem
}

export type PostHistoriesAnswerSource = {
  "system": string
  "id": string
}

export type PostHistoriesAnswerStatus = "created" | "updated" | "unchanged" | "refused"

export type BatchPreview = {
  "total": number
  "tried": number
  "done": number
  "unchanged": number
  "refused": number
  "notSeen": number
  "items": (BatchPreviewItem)[]
  "open": (BatchOpenItems)[]
}

export type BatchPreviewItem = {
  "model": string
  "id": string
  "name": string | null
  "command": string
  "result": BatchResult
}

export type BatchResult = {
  "is": BatchOutcome
  "code": string | null
  "message": string | null
}

export type BatchOutcome = "done" | "unchanged" | "refused" | "not-seen" | "changed-since"

export type BatchOpenItems = {
  "model": string
  "count": number
}

export type BatchItemPage = {
  "items": (BatchItem)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type BatchItem = {
  "model": string
  "id": string
  "name": string | null
  "command": string
  "result": null | BatchResult
  "undo": null | BatchResult
}

export type Help = {
  "items": (HelpItem)[]
}

export type HelpItem = {
  "screen": string
  "title": string
  "excerpt": string
}

export type HelpByScreen = {
  "screen": string
  "title": string
  "text": string
}

export type LogCheckpoints = {
  "items": (Checkpoint)[]
}

export type Checkpoint = {
  "size": number
  "note": string
  "signedAt": string
}

export type LogDivergences = {
  "items": (LogDivergencesItem)[]
}

export type LogDivergencesItem = {
  "acceptedAt": string
  "acceptedBy": string
  "position": string | null
  "size": number
  "sizeBefore": number
  "contradicted": number
  "checkpoints": (Checkpoint)[]
}

export type LogKey = {
  "key": string
  "keys": (LogKeyKey)[]
}

export type LogKeyKey = {
  "verifier": string
  "since": string
}

export type LogProofInclusion = {
  "event": string
  "index": number
  "size": number
  "leafHash": string
  "proof": (string)[]
}

export type LogProofConsistency = {
  "from": number
  "to": number
  "proof": (string)[]
}

export type EventsProof = {
  "event": string
  "index": number
  "size": number
  "leafHash": string
  "proof": (string)[]
  "leaf": string
  "checkpoint": string
  "key": string
}

export type AccountPage = {
  "items": (Account)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Account = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "sector"?: string | null
  "website"?: string | null
  "yearEstablished"?: number | null
  "revenue"?: null | Money
  "employees"?: number | null
  "country"?: string | null
  "parentId"?: string | null
  "ownerId"?: string | null
  "relation"?: AccountRelation
  "classification"?: string | null
  "leadId"?: string | null
  "archived"?: boolean
  "tags"?: (ShownTag)[]
  "parentName"?: string | null
  "ownerName"?: string | null
}

export type Money = {
  "amount": number
  "currency": Currency
}

export type AccountRelation = "customer" | "prospect" | "partner" | "vendor"

export type ShownTag = {
  "id": string
  "name": string
  "tone": TagTone
}

export type TagTone = "neutral" | "accent" | "good" | "warn" | "bad"

export type ContactPage = {
  "items": (Contact)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Contact = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: PersonName
  "email"?: string | null
  "phone"?: string | null
  "title"?: string | null
  "accountId"?: string | null
  "ownerId"?: string | null
  "classification"?: string | null
  "leadId"?: string | null
  "archived"?: boolean
  "tags"?: (ShownTag)[]
  "accountName"?: string | null
  "ownerName"?: string | null
}

export type PersonName = {
  "first": string | null
  "last": string
}

export type ProductPage = {
  "items": (Product)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Product = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "code"?: string
  "group"?: string | null
  "price"?: UnitPrice
  "archived"?: boolean
}

export type UnitPrice = {
  "amount": number
  "currency": Currency
}

export type PipelinePage = {
  "items": (Pipeline)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Pipeline = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "currency"?: Currency
  "isDefault"?: boolean
  "stages"?: (Stage)[]
  "archived"?: boolean
}

export type Stage = {
  "id": string
  "name": string
  "probability": Probability
  "kind": StageKind
}

export type Probability = number

export type StageKind = "open" | "won" | "lost"

export type LeadPage = {
  "items": (Lead)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Lead = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: PersonName
  "email"?: string | null
  "emailDomain"?: string | null
  "phone"?: string | null
  "company"?: string | null
  "source"?: string
  "country"?: string | null
  "productInterest"?: string | null
  "ownerId"?: string | null
  "status"?: LeadStatus
  "score"?: number
  "heat"?: Heat
  "scoreReasons"?: (LeadScoreReason)[]
  "scoreRuleVersion"?: number
  "scoredAt"?: string | null
  "qualification"?: LeadQualification
  "disqualifiedReason"?: string | null
  "converting"?: boolean
  "conversionError"?: string | null
  "converted"?: null | LeadConverted
  "tags"?: (ShownTag)[]
  "ownerName"?: string | null
}

export type LeadStatus = "new" | "working" | "qualified" | "disqualified" | "converted"

export type Heat = "hot" | "warm" | "cold"

export type LeadScoreReason = {
  "rule": string
  "points": number
  "reason": string
}

export type LeadQualification = {
  "budget": string | null
  "authority": string | null
  "need": string | null
  "timeline": string | null
}

export type LeadConverted = {
  "accountId": string | null
  "contactId": string
  "opportunityId": string
}

export type LeadScore = {
  "leadId": string
  "score"?: number
  "heat"?: Heat
  "scoredAt"?: string | null
  "ruleSetId": string | null
  "ruleVersion"?: number
  "hotFrom": number
  "warmFrom": number
  "agrees": boolean | null
  "rules": (LeadScoreRule)[]
}

export type LeadScoreRule = {
  "id": string
  "name"?: string
  "points": number
  "holds": boolean
  "conditions": (LeadScoreRuleCondition)[]
}

export type LeadScoreRuleCondition = {
  "depth": number
  "holds": boolean | null
  "joint": null | LeadScoreRuleConditionJoint
  "field": string | null
  "operator": string | null
  "value": unknown
  "found": unknown
}

export type LeadScoreRuleConditionJoint = "all" | "any" | "none"

export type OpportunityPage = {
  "items": (Opportunity)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Opportunity = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "accountId"?: string | null
  "contactId"?: string | null
  "productId"?: string | null
  "leadId"?: string | null
  "ownerId"?: string
  "pipelineId"?: string
  "stageId"?: string
  "stageName"?: string
  "stageSince"?: string
  "stagesVisited"?: (string)[]
  "probability"?: number
  "probabilityOverridden"?: boolean
  "amount"?: null | Money
  "closeDate"?: string | null
  "status"?: OpportunityStatus
  "lostReason"?: string | null
  "closedAt"?: string | null
  "tags"?: (ShownTag)[]
  "accountName"?: string | null
  "contactName"?: string | null
  "ownerName"?: string | null
  "productName"?: string | null
  "pipelineName"?: string | null
}

export type OpportunityStatus = "open" | "won" | "lost"

export type QuotePage = {
  "items": (Quote)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Quote = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "number"?: string
  "version"?: number
  "replacesId"?: string | null
  "replacedById"?: string | null
  "opportunityId"?: string
  "accountId"?: string | null
  "ownerId"?: string
  "orderId"?: string | null
  "status"?: QuoteStatus
  "currency"?: Currency
  "lines"?: (PricedLine)[]
  "lineCount"?: number
  "totals"?: Totals
  "gross"?: SignedMoney
  "validUntil"?: string
  "sentAt"?: string | null
  "answeredAt"?: string | null
  "rejectedReason"?: string | null
  "opportunityName"?: string | null
  "accountName"?: string | null
  "ownerName"?: string | null
  "orderName"?: string | null
  "replacesName"?: string | null
  "replacedByName"?: string | null
}

export type QuoteStatus = "draft" | "sent" | "accepted" | "rejected" | "expired" | "replaced"

export type PricedLine = {
  "productId": string | null
  "description": string
  "quantity": number
  "unitPrice": UnitPrice
  "listPrice": null | UnitPrice
  "discountPercent": Percentage
  "taxPercent": Percentage
  "net": SignedMoney
  "discount": SignedMoney
}

export type Percentage = number

export type Totals = {
  "net": SignedMoney
  "discount": SignedMoney
  "tax": SignedMoney
  "gross": SignedMoney
  "taxes": (RateTax)[]
}

export type RateTax = {
  "percent": Percentage
  "net": SignedMoney
  "tax": SignedMoney
}

export type OrderPage = {
  "items": (Order)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Order = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "number"?: string
  "quoteId"?: string
  "opportunityId"?: string
  "accountId"?: string | null
  "ownerId"?: string
  "status"?: "placed"
  "currency"?: Currency
  "lines"?: (PricedLine)[]
  "lineCount"?: number
  "totals"?: Totals
  "gross"?: SignedMoney
  "placedAt"?: string
  "quoteName"?: string | null
  "opportunityName"?: string | null
  "accountName"?: string | null
  "ownerName"?: string | null
}

export type BusinessCalendarPage = {
  "items": (BusinessCalendar)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type BusinessCalendar = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "timeZone"?: TimeZone
  "weekly"?: (OpeningHours)[]
  "holidays"?: (string)[]
  "name"?: string
  "version"?: number
  "archived"?: boolean
}

export type OpeningHours = {
  "day": number
  "from": string
  "to"?: string
}

export type SlaPolicyPage = {
  "items": (SlaPolicy)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type SlaPolicy = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "calendarId"?: string
  "targets"?: SlaTargets
  "escalateTo"?: null | EscalateTo
  "default"?: boolean
  "version"?: number
  "archived"?: boolean
  "calendarName"?: string | null
}

export type SlaTargets = {
  "low": SlaTarget
  "normal": SlaTarget
  "high": SlaTarget
  "urgent": SlaTarget
}

export type SlaTarget = {
  "responseMinutes": number
  "resolutionMinutes": number
}

export type EscalateTo = {
  "teamId": string | null
  "userId": string | null
}

export type TicketListItemPage = {
  "items": (TicketListItem)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type TicketListItem = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "number"?: string
  "subject"?: string
  "description"?: string | null
  "requester"?: null | TicketRequester
  "accountId"?: string | null
  "contactId"?: string | null
  "priority"?: Priority
  "category"?: string | null
  "channel"?: string
  "assigneeId"?: string | null
  "teamId"?: string | null
  "status"?: TicketStatus
  "escalation"?: number
  "sla"?: null | TicketServiceLevel
  "dueAt"?: string | null
  "breached"?: boolean
  "tags"?: (ShownTag)[]
  "accountName"?: string | null
  "contactName"?: string | null
  "assigneeName"?: string | null
  "teamName"?: string | null
}

export type TicketRequester = {
  "name": string
  "email": string | null
}

export type TicketStatus = "new" | "open" | "pending" | "resolved" | "closed"

export type TicketServiceLevel = {
  "policy": string
  "responseDueAt": string | null
  "respondedAt": string | null
  "resolutionDueAt": string | null
  "resolvedAt": string | null
  "pausedAt": string | null
  "breached": TicketServiceLevelBreached
}

export type TicketServiceLevelBreached = {
  "response": boolean
  "resolution": boolean
}

export type Ticket = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "number"?: string
  "subject"?: string
  "description"?: string | null
  "requester"?: null | TicketRequester
  "accountId"?: string | null
  "contactId"?: string | null
  "priority"?: Priority
  "category"?: string | null
  "channel"?: string
  "assigneeId"?: string | null
  "teamId"?: string | null
  "status"?: TicketStatus
  "escalation"?: number
  "sla"?: null | TicketServiceLevel
  "dueAt"?: string | null
  "breached"?: boolean
  "tags"?: (ShownTag)[]
  "accountName"?: string | null
  "contactName"?: string | null
  "assigneeName"?: string | null
  "teamName"?: string | null
  "messages": (TicketMessage)[]
  "earlier": string | null
}

export type TicketMessage = {
  "id": string
  "kind": TicketMessageKind
  "author"?: TicketMessageAuthor
  "actorId": string
  "body"?: string
  "at": string
}

export type TicketMessageKind = "reply" | "note"

export type TicketMessageAuthor = "agent" | "requester"

export type TicketMessagePage = {
  "items": (TicketMessage)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type TicketSla = {
  "ticketId": string
  "number"?: string
  "at": string
  "policy": TicketSlaPolicy
  "calendar": TicketSlaCalendar
  "clocks"?: (TicketSlaClock)[]
}

export type TicketSlaPolicy = {
  "id": string
  "name": string
  "version": number
}

export type TicketSlaCalendar = {
  "timeZone": TimeZone
  "weekly": (OpeningHours)[]
  "holidays": (string)[]
  "id": string
  "name": string
  "version": number
}

export type TicketSlaClock = {
  "clock": TicketSlaClockClock
  "state": TicketSlaClockState
  "targetMinutes": number
  "spentMinutes": number
  "leftMinutes": number
  "dueAt": string | null
  "missedAt": string | null
  "breached": boolean
  "stretches": (TicketSlaClockStretch)[]
}

export type TicketSlaClockClock = "response" | "resolution"

export type TicketSlaClockState = "running" | "pending" | "stopped"

export type TicketSlaClockStretch = {
  "from": string
  "to": string
  "kind": TicketSlaClockStretchKind
  "minutes": number
  "counted": boolean
}

export type TicketSlaClockStretchKind = "open" | "closed" | "holiday" | "pending" | "stopped"

export type ActivityPage = {
  "items": (Activity)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type OwnActivities = {
  "overdue": number
  "today": number
  "nextDueAt": string | null
}

export type RolePage = {
  "items": (Role)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Role = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "builtIn"?: string | null
  "may"?: (string)[]
  "seesAll"?: (string)[]
  "seesMembers"?: boolean
  "queues"?: (string)[]
  "hidden"?: Record<string, (string)[]>
  "readOnly"?: Record<string, (string)[]>
  "archived"?: boolean
}

export type Sessions = {
  "items": (SessionsItem)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type SessionsItem = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "userId"?: string
  "begunAt"?: string
  "endedAt"?: string | null
  "cause"?: string | null
  "ip"?: string | null
  "userAgent"?: string | null
  "factors"?: (string)[]
}

export type TeamPage = {
  "items": (Team)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Team = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "region"?: string | null
  "managerId"?: string | null
  "parentId"?: string | null
  "archived"?: boolean
  "managerName"?: string | null
  "parentName"?: string | null
}

export type UserPage = {
  "items": (User)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type User = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "email"?: Email
  "role"?: string
  "teamId"?: string | null
  "timeZone"?: TimeZone
  "active"?: boolean
  "removed"?: boolean
  "teamName"?: string | null
}

export type SharePage = {
  "items": (Share)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Share = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "model"?: string
  "recordId"?: string
  "grantee"?: ShareGrantee
  "granteeId"?: string
  "level"?: ShareLevel
  "reason"?: string
  "expiresAt"?: string | null
  "grantedBy"?: string
  "revokedAt"?: string | null
}

export type ShareGrantee = "user" | "team"

export type ShareLevel = "read" | "write"

export type TrainingPage = {
  "items": (Training)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Training = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "title"?: string
  "text"?: string
  "dueOn"?: string
  "userIds"?: (string)[]
  "open"?: number
  "withdrawn"?: boolean
}

export type PipelineBoard = {
  "pipeline": PipelineBoardPipeline
  "stages": (PipelineBoardStage)[]
}

export type PipelineBoardPipeline = {
  "id": string
  "name"?: string
  "currency"?: Currency
}

export type PipelineBoardStage = {
  "id": string
  "name"?: string
  "kind": StageKind
  "probability"?: number | null
  "count": number
  "amounts": (PipelineBoardStageAmount)[]
  "cards": (PipelineCard)[]
}

export type PipelineBoardStageAmount = {
  "amount"?: number | null
  "currency"?: Currency
  "weighted": number | null
}

export type PipelineCard = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "accountId"?: string | null
  "contactId"?: string | null
  "productId"?: string | null
  "leadId"?: string | null
  "ownerId"?: string
  "pipelineId"?: string
  "stageId"?: string
  "stageName"?: string
  "stageSince"?: string
  "stagesVisited"?: (string)[]
  "probability"?: number
  "probabilityOverridden"?: boolean
  "amount"?: null | Money
  "closeDate"?: string | null
  "status"?: OpportunityStatus
  "lostReason"?: string | null
  "closedAt"?: string | null
  "accountName"?: string | null
  "ownerName"?: string | null
}

export type PipelineSummary = {
  "open": PipelineTotal
  "won": PipelineTotal
  "lost": PipelineTotal
}

export type PipelineTotal = {
  "count": number
  "amounts": (Sum)[]
}

export type Sum = {
  "amount"?: number | null
  "currency"?: Currency
}

export type PipelineDiff = {
  "from": string
  "to": string
  "walks": (PipelineDiffWalk)[]
}

export type PipelineDiffWalk = {
  "currency"?: Currency
  "start": PipelineDiffWalkStart
  "steps": (PipelineDiffWalkStep)[]
  "end": PipelineDiffWalkEnd
  "residual": Sum
  "slipped": PipelineDiffWalkSlipped
}

export type PipelineDiffWalkStart = {
  "count": number
  "amount"?: Sum
}

export type PipelineDiffWalkStep = {
  "kind": PipelineDiffWalkStepKind
  "count": number
  "amount"?: Sum
}

export type PipelineDiffWalkStepKind = "new" | "reopened" | "increased" | "decreased" | "won" | "lost" | "gone"

export type PipelineDiffWalkEnd = {
  "count": number
  "amount"?: Sum
}

export type PipelineDiffWalkSlipped = {
  "count": number
  "amount"?: Sum
}

export type Forecast = {
  "from": string
  "to": string
  "groupBy": string
  "method": string
  "groups": (ForecastGroup)[]
  "totals": (ForecastTotal)[]
}

export type ForecastGroup = {
  "key": string
  "name": string
  "totals": (ForecastTotal)[]
}

export type ForecastTotal = {
  "currency": Currency
  "count": number
  "won": number | null
  "committed": number | null
  "weighted": number | null
  "bestCase": number | null
}

export type ChoiceListPage = {
  "items": (ChoiceList)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type ChoiceList = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "key"?: ChoiceListKey
  "name"?: string
  "others"?: boolean
  "choices"?: (ListedChoice)[]
  "archived"?: boolean
}

export type ChoiceListKey = "lead-source" | "lead-disqualification" | "deal-loss" | "ticket-category" | "classification"

export type ListedChoice = {
  "id": string
  "name": string
  "from": string | null
  "until": string | null
  "names": (string)[]
}

export type TagPage = {
  "items": (Tag)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Tag = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "tone"?: TagTone
  "archived"?: boolean
}

export type RuleSetPage = {
  "items": (RuleSet)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type RuleSet = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "purpose"?: RulePurpose
  "model": string
  "facts": (string)[]
  "name"?: string
  "versions"?: (RuleVersion)[]
  "draft"?: null | RuleContent
}

export type RulePurpose = "lead-score"

export type RuleVersion = {
  "version": number
  "from": string | null
  "publishedAt": string
  "note": string | null
  "content": RuleContent
}

export type RuleContent = {
  "rules": (Rule)[]
  "hotFrom": number
  "warmFrom": number
}

export type Rule = {
  "id": string
  "name": string
  "when": unknown
  "outcome": RuleOutcome
}

export type RuleOutcome = {
  "points": number
}

export type SecurityAlertPage = {
  "items": (SecurityAlert)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type SecurityAlert = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "kind"?: SecurityAlertKind
  "subject"?: string | null
  "actorId"?: string | null
  "ip"?: string | null
  "from"?: string
  "to"?: string
  "count"?: number
  "limit"?: number
  "status"?: SecurityAlertStatus
  "verdict"?: string | null
  "note"?: string | null
  "links": null | SecurityAlertLinks
}

export type SecurityAlertKind = "failed-sign-ins" | "mass-export" | "mass-reading" | "refused-access" | "off-hours" | "projection-stopped"

export type SecurityAlertStatus = "open" | "acknowledged" | "closed"

export type SecurityAlertLinks = {
  "audit": string
  "accessLog": string
}

export type PrivacyRequestPage = {
  "items": (PrivacyRequest)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type PrivacyRequest = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "kind"?: PrivacyRequestKind
  "ground"?: PrivacyRequestGround
  "subjectType"?: string
  "subjectId"?: string
  "records"?: (PrivacyRequestRecord)[]
  "requestedBy"?: string
  "completedAt"?: string | null
  "keys"?: number
  "unsealed"?: number
}

export type PrivacyRequestKind = "access" | "portability" | "restriction" | "lifting" | "erasure"

export type PrivacyRequestGround = "person" | "retention" | "removal"

export type PrivacyRequestRecord = {
  "aggregate": string
  "id": string
}

export type RetentionRulePage = {
  "items": (RetentionRule)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type RetentionRule = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "kind"?: RetentionRuleKind
  "days"?: number
  "archived"?: boolean
}

export type RetentionRuleKind = "contact" | "lead" | "ticket" | "activity"

export type SecurityCheckPage = {
  "items": (SecurityCheck)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type SecurityCheck = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "kind"?: SecurityCheckKind
  "looked"?: number
  "findings"?: (SecurityCheckFinding)[]
  "failure"?: string | null
}

export type SecurityCheckKind = "packages" | "headers"

export type SecurityCheckFinding = {
  "severity": SecurityCheckFindingSeverity
  "subject": string
  "text": string
  "url": string | null
}

export type SecurityCheckFindingSeverity = "critical" | "high" | "moderate" | "low" | "info"

export type BatchPage = {
  "items": (Batch)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Batch = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "tasks"?: (BatchTask)[]
  "status"?: BatchStatus
  "askerId"?: string
  "total"?: number
  "done"?: number
  "unchanged"?: number
  "refused"?: number
  "notSeen"?: number
  "endedAt"?: string | null
  "undoTotal"?: number
  "undone"?: number
  "notUndone"?: number
  "undoerId"?: string | null
  "askerName"?: string | null
  "undoerName"?: string | null
}

export type BatchTask = {
  "command": string
  "body": Record<string, unknown>
  "total": number
}

export type BatchStatus = "running" | "cancelling" | "cancelled" | "done" | "reverting" | "reverted"

export type HistoryPage = {
  "items": (HistoryEntry)[]
  "next": string | null
  "missing": null | HistoryPageMissing
}

export type HistoryPageMissing = {
  "from": number
  "to": number | null
}

export type EventsWhy = {
  "chain": (EventLink)[]
  "origin": (EventLink)[]
  "followed": (EventLink)[]
  "hidden": number
}

export type EventLink = {
  "id": string
  "type": string
  "title": string
  "text": string | null
  "actor": EventActor
  "via": EventVia
  "command": EventCommand
  "reason": null | EventReason
  "source": null | EventSource
  "occurredAt": string
  "recordedAt": string
  "revision": number
  "position": Position
  "correlationId": string
  "causationId": string
  "changes": (FieldChange)[]
  "aggregate": string
  "aggregateId": string
}

export type Timeline = {
  "items": (TimelineItem)[]
  "first": string | null
}

export type TimelineItem = {
  "id": string
  "at": string
  "position": Position
  "type": string
  "title": string
  "model": string
  "modelId": string
  "actor": TimelineItemActor
}

export type TimelineItemActor = {
  "id": string
  "name": string
}

export type Jobs = {
  "items": (JobSummary)[]
}

export type JobSummary = {
  "id": string
  "kind": string
  "about": string | null
  "ownerId": string
  "state": JobState
  "done": number
  "total": number | null
  "startedAt": string
  "endedAt": string | null
  "error": string | null
}

export type Standing = {
  "name": string
  "state": string
  [name: string]: unknown
}

export type AdminQuarantine = {
  "items": (AdminQuarantineItem)[]
}

export type AdminQuarantineItem = {
  "eventId": string
  "type": string
  "stream": string
  "position": Position
  "model": string
  "error": string
  "reason": string
  "at": string
  "actorId": string
}

export type AdminDeadLetters = {
  "items": (AdminDeadLettersItem)[]
}

export type AdminDeadLettersItem = {
  "id": string
  "saga": string
  "key": string
  "command": string
  "code": string
  "message": string
  "attempts": number
  "at": string
}

export type AccessLog = {
  "items": (AccessLogItem)[]
  "next": string | null
}

export type AccessLogItem = {
  "n": number
  "at": string
  "actor": AccessLogItemActor
  "via": string
  "kind": AccessKind
  "model": string | null
  "records": (string)[]
  "count": number
  "what": string
  "parameters": (string)[]
  "asOf": string | null
  "requestId": string | null
  "ip": string | null
  "userAgent": string | null
}

export type AccessLogItemActor = {
  "id": string
  "kind": string
  "name": string
  "roles": (string)[]
}

export type AccessKind = "view" | "history" | "list" | "search" | "follow" | "export" | "denied" | "missing" | "gap"

export type AccessLogViewers = {
  "items": (AccessLogViewersItem)[]
}

export type AccessLogViewersItem = {
  "times": number
  "first": string
  "last": string
  "kinds": (string)[]
  "actorId": string
  "name": string
}

export type AccessLogTouched = {
  "items": (AccessLogTouchedItem)[]
  "wholesale": (AccessLogTouchedWholesaleItem)[]
  "next": string | null
}

export type AccessLogTouchedItem = {
  "times": number
  "first": string
  "last": string
  "kinds": (string)[]
  "model": string
  "recordId": string
}

export type AccessLogTouchedWholesaleItem = {
  "n": number
  "at": string
  "kind": AccessKind
  "model": string | null
  "what": string
}

export type Audit = {
  "items": (AuditItem)[]
  "hidden": number
  "next": string | null
}

export type AuditItem = {
  "id": string
  "type": string
  "title": string
  "text": string | null
  "actor": EventActor
  "via": EventVia
  "command": EventCommand
  "reason": null | EventReason
  "source": null | EventSource
  "occurredAt": string
  "recordedAt": string
  "revision": number
  "position": Position
  "correlationId": string
  "causationId": string
  "changes": (FieldChange)[]
  "aggregate": string
  "aggregateId": string
  "roles": (string)[]
  "onBehalfOf": string | null
  "ip": string | null
  "userAgent": string | null
}

export type Status = {
  "position": string | null
  "last": string | null
  "lag": null | Lag
  "live": boolean
  "trouble": string | null
  "projections": (StatusProjection)[]
  "sagas": (StatusSaga)[]
  "newerEvents": number
  "checks": Record<string, StatusCheck>
  "clocks": (StatusClock)[]
  "strangers": StatusStrangers
}

export type Lag = {
  "positions": number
  "seconds": number
}

export type StatusProjection = {
  "name": string
  "version": number
  "position": string | null
  "lag": null | Lag
  "state": StatusProjectionState
  "failure": null | StatusProjectionFailure
  "hint": string | null
  "lost": null | StatusProjectionLost
}

export type StatusProjectionState = "running" | "failed" | "rebuilding"

export type StatusProjectionFailure = {
  "event": StatusProjectionFailureEvent
  "error": string
  "field"?: string
}

export type StatusProjectionFailureEvent = {
  "id": string
  "type": string
  "stream": string
  "position": Position
}

export type StatusProjectionLost = {
  "records": number
  "ids": (string)[]
}

export type StatusSaga = {
  "name": string
  "position": Position
  "lag": number
  "state": StatusSagaState
  "failure"?: StatusSagaFailure
  "deadLetters": number
  [name: string]: unknown
}

export type StatusSagaState = "running" | "catching-up" | "failed"

export type StatusSagaFailure = {
  "message": string
  "at": string
  "event"?: StatusSagaFailureEvent
}

export type StatusSagaFailureEvent = {
  "id": string
  "type": string
  "stream": string
  "position": Position
}

export type StatusCheck = {
  "ok": boolean
}

export type StatusClock = {
  "of": string
  "here": string
  "there": string
  "ahead": number
  "state": StatusClockState
  "stands": boolean
}

export type StatusClockState = "agrees" | "differs" | "trouble"

export type StatusStrangers = {
  "count": number
  "newest": (StatusStrangersNewestItem)[]
}

export type StatusStrangersNewestItem = {
  "position": Position
  "type": string
  "stream": string
  "recordedAt": string
  "reason": string
}

export type PostLiveTicketAnswer = {
  "ticket": string
  "expiresAt": string
}

export type Criteria = {
  "models": (CriteriaModel)[]
}

export type CriteriaModel = {
  "name": string
  "fields": (CriteriaModelField)[]
  "related": (CriteriaModelRelatedItem)[]
}

export type CriteriaModelField = {
  "name": string
  "kind": CriteriaModelFieldKind
  "operators": (string)[]
  "options"?: (string)[]
  "model"?: string
}

export type CriteriaModelFieldKind = "text" | "texts" | "choice" | "number" | "money" | "day" | "instant" | "yes-no" | "record" | "records"

export type CriteriaModelRelatedItem = {
  "name": string
  "model": string
}

export type AccessVocabulary = {
  "permissions": (string)[]
  "models": (AccessVocabularyModel)[]
}

export type AccessVocabularyModel = {
  "name": string
  "fields": (string)[]
}

export type TimeBasis = "occurred" | "recorded"

export type PostMeSupport = {
  "subject": string
  "text": string
  "screen": string
  "requestId"?: string
}

export type PatchSettingsActivityPolicy = {
  "requiredOfCall"?: (SettingsActivityPolicyRequiredOfCallItem)[]
}

export type PostMeApiKeys = {
  "name": string
  "scopes": (string)[]
  "days"?: number
}

export type PatchSettingsSignInPolicy = {
  "sessionIdleMinutes"?: number
  "sessionLifetimeHours"?: number
  "reauthenticateMinutes"?: number
  "secondFactorRoles"?: (string)[]
  "passwordLength"?: number
  "passwordDifferent"?: number
  "passwordRefusesKnown"?: boolean
  "passwordRefusesOwnName"?: boolean
  "apiKeyDays"?: number
}

export type PostSignIn = {
  "email": Email
  "password": string
}

export type PostSignInEnrol = {
  "challenge": string
}

export type PostSignInSecondFactor = {
  "challenge": string
  "code": string
  "factorId"?: string
}

export type PostSignInNewPassword = {
  "challenge": string
  "password": string
}

export type PostMeReauthenticate = {
  "password": string
  "code"?: string
}

export type PatchMe = {
  "name"?: string
  "phone"?: string | null
  "photo"?: string | null
  "language"?: Language
  "timeZone"?: TimeZone
}

export type PostMePassword = {
  "current": string
  "password": string
}

export type PostMeSecondFactorConfirm = {
  "factorId": string
  "code": string
}

export type PatchMePreferences = {
  "locale"?: string | null
  "dateFormat"?: MePreferencesDateFormat
  "startPage"?: string
  "columns"?: Record<string, (string)[]>
  "savedViews"?: (MePreferencesSavedViewInput)[]
  "notifications"?: Record<string, MePreferencesNotification>
  "mails"?: MePreferencesMails
  "dashboard"?: (WidgetInput)[]
  "onboardingDismissed"?: boolean
}

export type MePreferencesSavedViewInput = {
  "id": string
  "list": string
  "name": string
  "filters": Record<string, string>
  "columns"?: (string)[]
  "sort"?: string
  "isDefault"?: boolean
}

export type WidgetInput = {
  "id": string
  "x": number
  "y": number
  "width": number
  "height": number
  "settings"?: Record<string, string>
}

export type PostUsersReassign = {
  "toId": string
  "models"?: (PostUsersReassignModel)[]
}

export type PostUsersReassignModel = "account" | "contact" | "lead" | "opportunity" | "ticket" | "activity"

export type PostMeNoticesRead = {
  "readTo": string
}

export type PatchSettingsAlertPolicy = {
  "failedSignIns"?: number
  "exports"?: number
  "recordsRead"?: number
  "refusedRequests"?: number
  "offHoursRequests"?: number
  "calendarId"?: string | null
}

export type PatchSettingsOrganisation = {
  "legalName"?: string
  "address"?: null | SettingsOrganisationAddress
  "taxId"?: string | null
  "logo"?: string | null
  "baseCurrency"?: Currency
  "fiscalYearStart"?: number
  "timeZone"?: TimeZone
  "from"?: string
}

export type PostRuleSetsTry = {
  "content"?: NewRuleContent
  "days"?: number
}

export type NewRuleContent = {
  "rules": (NewRule)[]
  "hotFrom": number
  "warmFrom": number
}

export type NewRule = {
  "id"?: string
  "name": string
  "when": unknown
  "outcome": ScorePoints
}

export type ScorePoints = {
  "points": number
}

export type PostExports = {
  "query": PostExportsQuery
  "upTo"?: string
  "newer"?: number
}

export type PostExportsQuery = {
  "kind": PostExportsQueryKind
  "aggregate"?: string
  "id"?: string
  "actorId"?: string
  "from"?: string
  "to"?: string
  "basis"?: PostExportsQueryBasis
}

export type PostExportsQueryKind = "record" | "actor" | "period"

export type PostExportsQueryBasis = "recorded" | "occurred"

export type PostAdminSecurityChecks = {
  "kind": SecurityCheckKind
}

export type PostImports = PostImportsMavenCrm | PostImportsHistories

export type PostImportsMavenCrm = {
  "format": "maven-crm"
  "files": PostImportsMavenCrmFiles
}

export type PostImportsMavenCrmFiles = {
  "accounts.csv": string
  "products.csv": string
  "sales_teams.csv": string
  "sales_pipeline.csv": string
}

export type PostImportsHistories = {
  "format": "histories"
  "files": PostImportsHistoriesFiles
}

export type PostImportsHistoriesFiles = {
  "histories.ndjson": string
}

export type PostHistoriesLine = {
  "open"?: boolean
  "source": PostHistoriesLineSource
  "history": (PostHistoriesLineHistoryItem)[]
}

export type PostHistoriesLineSource = {
  "system": string
  "id": string
}

export type PostHistoriesLineHistoryItem = {
  "key"?: string
  "command": string
  "at": string
  "by"?: string
  "reason"?: PostHistoriesLineHistoryItemReason
  "body"?: Record<string, unknown>
}

export type PostHistoriesLineHistoryItemReason = {
  "code"?: string
  "text"?: string
}

export type BatchRequest = {
  "command": string
  "body"?: Record<string, unknown>
  "ids"?: (string)[]
  "matching"?: Record<string, string>
  "expect"?: number
  "along"?: (string)[]
}

export type BatchesItemsResult = "waiting" | "done" | "unchanged" | "refused" | "not-seen" | "changed-since" | "undone" | "not-undone"

export type CreateAccount = {
  "name": string
  "sector"?: string | null
  "website"?: string | null
  "yearEstablished"?: number | null
  "revenue"?: null | Money
  "employees"?: number | null
  "country"?: string | null
  "parentId"?: string | null
  "ownerId"?: string | null
  "relation"?: AccountRelation
  "classification"?: string | null
  "leadId"?: string | null
}

export type ChangeAccount = {
  "name"?: string
  "sector"?: string | null
  "website"?: string | null
  "yearEstablished"?: number | null
  "revenue"?: null | Money
  "employees"?: number | null
  "country"?: string | null
  "parentId"?: string | null
  "ownerId"?: string | null
  "relation"?: AccountRelation
  "classification"?: string | null
  "leadId"?: string | null
}

export type TagIds = {
  "tagIds": (string)[]
}

export type CreateContact = {
  "name": PersonNameInput
  "email"?: string | null
  "phone"?: string | null
  "title"?: string | null
  "accountId"?: string | null
  "ownerId"?: string | null
  "classification"?: string | null
  "leadId"?: string | null
}

export type PersonNameInput = {
  "first"?: string | null
  "last": string
}

export type ChangeContact = {
  "name"?: PersonNameInput
  "email"?: string | null
  "phone"?: string | null
  "title"?: string | null
  "accountId"?: string | null
  "ownerId"?: string | null
  "classification"?: string | null
  "leadId"?: string | null
}

export type GiveContactConsent = {
  "purpose": string
  "channel": ConsentChannel
  "source": string
  "textVersion": string
}

export type ConsentChannel = "email" | "phone" | "sms" | "post" | "any"

export type WithdrawContactConsent = {
  "purpose": string
  "channel": ConsentChannel
}

export type LegalHold = {
  "matter": string
}

export type CreateProduct = {
  "name": string
  "code": string
  "group"?: string | null
  "price": UnitPriceInput
}

export type UnitPriceInput = {
  "amount": number
  "currency": Currency
}

export type ChangeProduct = {
  "name"?: string
  "code"?: string
  "group"?: string | null
  "price"?: UnitPriceInput
}

export type CreatePipeline = {
  "name": string
  "currency": Currency
  "isDefault"?: boolean
  "stages": (CreatePipelineStage)[]
}

export type CreatePipelineStage = {
  "id"?: string
  "name": string
  "probability": Probability
  "kind": StageKind
}

export type ChangePipeline = {
  "name"?: string
  "currency"?: Currency
  "isDefault"?: boolean
}

export type AddPipelineStage = {
  "stage": AddPipelineStageStage
  "index"?: number
}

export type AddPipelineStageStage = {
  "id"?: string
  "name": string
  "probability": Probability
}

export type ChangePipelineStage = {
  "name"?: string
  "probability"?: Probability
  "stageId": string
}

export type MovePipelineStage = {
  "stageId": string
  "index": number
}

export type RemovePipelineStage = {
  "stageId": string
}

export type CaptureLead = {
  "name": PersonNameInput
  "source"?: string
  "email"?: string | null
  "phone"?: string | null
  "company"?: string | null
  "country"?: string | null
  "productInterest"?: string | null
  "ownerId"?: string | null
}

export type ChangeLead = {
  "name"?: PersonNameInput
  "source"?: string
  "email"?: string | null
  "phone"?: string | null
  "company"?: string | null
  "country"?: string | null
  "productInterest"?: string | null
  "qualification"?: ChangeLeadQualification
}

export type ChangeLeadQualification = {
  "budget"?: string | null
  "authority"?: string | null
  "need"?: string | null
  "timeline"?: string | null
}

export type AssignLead = {
  "ownerId": string
}

export type QualifyLead = {
  "budget"?: string | null
  "authority"?: string | null
  "need"?: string | null
  "timeline"?: string | null
}

export type DisqualifyLead = {
  "reason": string
}

export type ReopenLead = {
  "reason"?: string | null
}

export type ConvertLead = {
  "accountId"?: string | null
  "accountName"?: string | null
  "contactId"?: string | null
  "ownerId"?: string | null
  "pipelineId"?: string | null
  "productId"?: string | null
  "name"?: string
  "amount"?: null | Money
  "closeDate"?: string | null
}

export type OpenOpportunity = {
  "name": string
  "accountId"?: string | null
  "contactId"?: string | null
  "productId"?: string | null
  "ownerId"?: string | null
  "pipelineId"?: string | null
  "stageId"?: string | null
  "probability"?: number | null
  "amount"?: null | Money
  "closeDate"?: string | null
  "leadId"?: string | null
}

export type ChangeOpportunity = {
  "name"?: string
  "accountId"?: string | null
  "contactId"?: string | null
  "productId"?: string | null
}

export type AdvanceOpportunityStage = {
  "stageId": string
}

export type SetOpportunityProbability = {
  "probability": number | null
}

export type ChangeOpportunityAmount = {
  "amount": null | Money
}

export type ChangeOpportunityCloseDate = {
  "closeDate": string | null
}

export type AssignOpportunity = {
  "ownerId": string
}

export type WinOpportunity = {
  "amount"?: Money
}

export type LoseOpportunity = {
  "reason": string
}

export type ReopenOpportunity = {
  "stageId"?: string
}

export type DraftQuote = {
  "opportunityId": string
  "currency"?: Currency
  "lines"?: (LineRequest)[]
  "validUntil": string
  "replacesId"?: string | null
}

export type LineRequest = {
  "productId"?: string | null
  "description"?: string
  "quantity": number
  "unitPrice"?: UnitPriceInput
  "discountPercent"?: Percentage
  "taxPercent"?: Percentage
}

export type ChangeQuoteLines = {
  "lines": (LineRequest)[]
}

export type ChangeQuoteValidity = {
  "validUntil": string
}

export type AcceptQuote = {
  "total"?: Money
}

export type RejectQuote = {
  "reason"?: string | null
}

export type CreateBusinessCalendar = {
  "timeZone": TimeZone
  "weekly": (OpeningHours)[]
  "holidays"?: (string)[]
  "name": string
}

export type ChangeBusinessCalendar = {
  "timeZone"?: TimeZone
  "weekly"?: (OpeningHours)[]
  "holidays"?: (string)[]
  "name"?: string
}

export type CreateSlaPolicy = {
  "name": string
  "calendarId": string
  "targets": SlaTargets
  "escalateTo"?: null | EscalateTo
  "default"?: boolean
}

export type ChangeSlaPolicy = {
  "name"?: string
  "calendarId"?: string
  "targets"?: SlaTargets
  "escalateTo"?: null | EscalateTo
  "default"?: boolean
}

export type OpenTicket = {
  "subject": string
  "description"?: string | null
  "requester"?: null | TicketRequesterInput
  "accountId"?: string | null
  "contactId"?: string | null
  "priority"?: Priority
  "category"?: string | null
  "channel"?: TicketChannel
  "assigneeId"?: string | null
  "teamId"?: string | null
  "askerId"?: string
  "slaPolicyId"?: string
}

export type TicketRequesterInput = {
  "name": string
  "email"?: string | null
}

export type TicketChannel = "email" | "phone" | "chat" | "web" | "portal" | "social"

export type ChangeTicket = {
  "subject"?: string
  "description"?: string | null
  "requester"?: null | TicketRequesterInput
  "accountId"?: string | null
  "contactId"?: string | null
  "category"?: string | null
  "channel"?: TicketChannel
}

export type AssignTicket = {
  "assigneeId"?: string | null
  "teamId"?: string | null
}

export type ReplyTicket = {
  "body": string
  "author"?: ReplyTicketAuthor
}

export type ReplyTicketAuthor = "agent" | "requester"

export type AddTicketNote = {
  "body": string
}

export type PendTicket = {
  "reason"?: string | null
}

export type ResolveTicket = {
  "resolution"?: string | null
}

export type ReopenTicket = {
  "reason"?: string | null
}

export type ChangeTicketPriority = {
  "priority": Priority
}

export type EscalateTicket = {
  "cause"?: EscalateTicketCause
  "note"?: string | null
  "to"?: EscalateTicketTo
}

export type EscalateTicketCause = "manual" | "response-breach" | "resolution-breach"

export type EscalateTicketTo = {
  "assigneeId": string | null
  "teamId": string | null
}

export type AddActivity = {
  "kind": ActivityKind
  "subject"?: string | null
  "body"?: string | null
  "priority"?: null | Priority
  "due"?: null | DueInput
  "recurrence"?: null | RecurrenceRule
  "startsAt"?: string | null
  "endsAt"?: string | null
  "direction"?: null | CallDirection
  "durationSeconds"?: number | null
  "purpose"?: string | null
  "outcome"?: null | CallOutcome
  "location"?: string | null
  "remindAt"?: string | null
  "regarding"?: (Regarded)[]
  "participants"?: (Participant)[]
  "assigneeId"?: string | null
  "followsId"?: string | null
  "done"?: boolean
}

export type DueInput = {
  "day": string
  "time"?: string | null
  "timeZone"?: TimeZone
}

export type RecurrenceRule = {
  "every": RecurrenceUnit
  "interval"?: number
  "weekdays"?: (number)[]
  "until"?: string | null
}

export type Regarded = {
  "model": RegardedModel
  "id": string
}

export type Participant = {
  "model": ParticipantModel
  "id": string
}

export type ChangeActivity = {
  "subject"?: string | null
  "body"?: string | null
  "priority"?: null | Priority
  "due"?: null | DueInput
  "recurrence"?: null | RecurrenceRule
  "startsAt"?: string | null
  "endsAt"?: string | null
  "direction"?: null | CallDirection
  "durationSeconds"?: number | null
  "purpose"?: string | null
  "outcome"?: null | CallOutcome
  "location"?: string | null
  "remindAt"?: string | null
  "regarding"?: (Regarded)[]
  "participants"?: (Participant)[]
}

export type AssignActivity = {
  "assigneeId": string | null
}

export type CompleteActivity = {
  "body"?: string | null
  "purpose"?: string | null
  "outcome"?: null | CallOutcome
  "durationSeconds"?: number | null
  "startsAt"?: string | null
  "endsAt"?: string | null
}

export type CancelActivity = {
  "reason"?: string | null
}

export type RespondActivity = {
  "participant"?: Participant
  "response": InviteResponse
}

export type DefineRole = {
  "may": (string)[]
  "seesAll": (string)[]
  "seesMembers": boolean
  "queues": (string)[]
  "hidden": Record<string, (string)[]>
  "readOnly": Record<string, (string)[]>
  "name": string
}

export type ChangeRole = {
  "may"?: (string)[]
  "seesAll"?: (string)[]
  "seesMembers"?: boolean
  "queues"?: (string)[]
  "hidden"?: Record<string, (string)[]>
  "readOnly"?: Record<string, (string)[]>
  "name"?: string
}

export type CreateTeam = {
  "name": string
  "region"?: string | null
  "managerId"?: string | null
  "parentId"?: string | null
}

export type ChangeTeam = {
  "name"?: string
  "region"?: string | null
  "managerId"?: string | null
  "parentId"?: string | null
}

export type RegisterUser = {
  "name": string
  "email": Email
  "teamId"?: string | null
  "timeZone"?: TimeZone
  "role": string
}

export type ChangeUser = {
  "name"?: string
  "email"?: Email
  "teamId"?: string | null
  "timeZone"?: TimeZone
  "phone"?: string | null
  "photo"?: string | null
  "language"?: Language
}

export type AssignUserRole = {
  "role": string
}

export type GrantShare = {
  "model": string
  "recordId": string
  "grantee": GrantShareGrantee
  "granteeId": string
  "level": GrantShareLevel
  "reason": string
  "expiresAt"?: string | null
}

export type GrantShareGrantee = "user" | "team"

export type GrantShareLevel = "read" | "write"

export type AssignTraining = {
  "title": string
  "text": string
  "dueOn": string
  "userIds": (string)[]
}

export type AddTrainingPeople = {
  "userIds": (string)[]
}

export type ChangeChoiceList = {
  "name"?: string
  "others"?: boolean
}

export type AddChoiceListChoice = {
  "choice": AddChoiceListChoiceChoice
  "index"?: number
}

export type AddChoiceListChoiceChoice = {
  "id"?: string
  "name": string
  "from"?: string | null
  "until"?: string | null
}

export type ChangeChoiceListChoice = {
  "name"?: string
  "from"?: string | null
  "until"?: string | null
  "choiceId": string
}

export type MoveChoiceListChoice = {
  "choiceId": string
  "index": number
}

export type RetireChoiceListChoice = {
  "choiceId": string
}

export type CreateTag = {
  "name": string
  "tone"?: TagTone
}

export type ChangeTag = {
  "name"?: string
  "tone"?: TagTone
}

export type ChangeRuleSet = {
  "name"?: string
}

export type DraftRuleSet = {
  "content": NewRuleContent
}

export type PublishRuleSet = {
  "from"?: string | null
  "note"?: string | null
}

export type CloseSecurityAlert = {
  "verdict": CloseSecurityAlertVerdict
  "note": string
}

export type CloseSecurityAlertVerdict = "harmless" | "incident"

export type CreateRetentionRule = {
  "name": string
  "kind": CreateRetentionRuleKind
  "days": number
}

export type CreateRetentionRuleKind = "contact" | "lead" | "ticket" | "activity"

export type ChangeRetentionRule = {
  "name"?: string
  "kind"?: ChangeRetentionRuleKind
  "days"?: number
}

export type ChangeRetentionRuleKind = "contact" | "lead" | "ticket" | "activity"

export type AccountSort = "name" | "-name" | "classification" | "-classification" | "revenue" | "-revenue" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ContactSort = "updatedAt" | "-updatedAt" | "createdAt" | "-createdAt" | "email" | "-email" | "classification" | "-classification" | "name" | "-name"

export type ProductSort = "name" | "-name" | "code" | "-code" | "group" | "-group" | "price" | "-price" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type PipelineSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type LeadSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "score" | "-score" | "company" | "-company" | "name" | "-name"

export type OpportunitySort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "name" | "-name" | "closeDate" | "-closeDate" | "amount" | "-amount"

export type QuoteSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "number" | "-number" | "validUntil" | "-validUntil" | "gross" | "-gross"

export type OrderSort = "placedAt" | "-placedAt" | "updatedAt" | "-updatedAt" | "number" | "-number" | "gross" | "-gross"

export type BusinessCalendarSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type SlaPolicySort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type TicketListSort = "timeLeft" | "-timeLeft" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "number" | "-number"

export type ActivityListSort = "dueAt" | "-dueAt" | "at" | "-at" | "priority" | "-priority" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type RoleSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type SessionsSort = "begunAt" | "-begunAt" | "endedAt" | "-endedAt"

export type TeamSort = "name" | "-name" | "region" | "-region" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type UserSort = "name" | "-name" | "email" | "-email" | "role" | "-role" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ShareSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type TrainingSort = "dueOn" | "-dueOn" | "title" | "-title" | "open" | "-open" | "createdAt" | "-createdAt"

export type ForecastGroupBy = "owner" | "month" | "team"

export type ChoiceListSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type TagSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type RuleSetSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type SecurityAlertSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type SecurityAlertsKind = "failed-sign-ins" | "mass-export" | "mass-reading" | "refused-access" | "off-hours" | "projection-stopped"

export type PrivacyRequestSort = "createdAt" | "-createdAt" | "completedAt" | "-completedAt"

export type PrivacyRequestsGround = "person" | "retention" | "removal"

export type RetentionRuleSort = "name" | "-name" | "createdAt" | "-createdAt"

export type SecurityCheckSort = "createdAt" | "-createdAt"

export type BatchSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "endedAt" | "-endedAt" | "total" | "-total"

export type TimelineBasis = "occurred" | "recorded"

export type TimelineOrder = "asc" | "desc"

export type SetEventAside = {
  "eventId": string
  "reason": string
}

export type PostAdminDeadLettersDismiss = {
  "reason": string
}

export type AuditBasis = "recorded" | "occurred"

export type SubscribedMessage = {
  "subscribed": Topic
  "position": Position
}

export type Topic = string

export type UnsubscribedMessage = {
  "unsubscribed": Topic
}

export type ChangesMessage = {
  "topic": Topic
  "position": Position
  "changes": (Change)[]
}

export type Change = {
  "model": string
  "id": string | null
  "op": ChangeOp
  "row"?: Record<string, unknown>
  "event"?: ChangeEvent
}

export type ChangeOp = "upsert" | "remove" | "reset"

export type ChangeEvent = {
  "type": string
  "title": string
  "actorId": string
  "actorName": string
  "at": string
}

export type ProgressMessage = {
  "progress": JobProgress
}

export type JobProgress = {
  "kind": string
  "about": string | null
  "ownerId": string
  "state": JobState
  "done": number
  "total": number | null
  "startedAt": string
  "endedAt": string | null
  "result": null | JobProgressResult
  "error": string | null
  "job": string
}

export type JobProgressResult = {
  "path"?: string
  [name: string]: unknown
}

export type StatusMessage = {
  "topic": "status"
  "status": LogProgress
}

export type LogProgress = {
  "position": string | null
  "last": string | null
  "lag": null | Lag
  "live": boolean
  "trouble": string | null
  "projections": (LogProgressProjection)[]
  "sagas": (LogProgressSaga)[]
}

export type LogProgressProjection = {
  "name": string
  "version": number
  "position": string | null
  "lag": null | Lag
  "state": LogProgressProjectionState
  "failure": null | LogProgressProjectionFailure
  "hint": string | null
  "lost": null | LogProgressProjectionLost
}

export type LogProgressProjectionState = "running" | "failed" | "rebuilding"

export type LogProgressProjectionFailure = {
  "event": LogProgressProjectionFailureEvent
  "error": string
  "field"?: string
}

export type LogProgressProjectionFailureEvent = {
  "id": string
  "type": string
  "stream": string
  "position": Position
}

export type LogProgressProjectionLost = {
  "records": number
  "ids": (string)[]
}

export type LogProgressSaga = {
  "name": string
  "position": Position
  "lag": number
  "state": LogProgressSagaState
  "failure"?: LogProgressSagaFailure
  "deadLetters": number
  [name: string]: unknown
}

export type LogProgressSagaState = "running" | "catching-up" | "failed"

export type LogProgressSagaFailure = {
  "message": string
  "at": string
  "event"?: LogProgressSagaFailureEvent
}

export type LogProgressSagaFailureEvent = {
  "id": string
  "type": string
  "stream": string
  "position": Position
}

export type PositionMessage = {
  "position": Position
}

export type ErrorMessage = {
  "error": Refusal
}

export type Refusal = {
  "code": string
  "message": string
  "field"?: string
}

export type SubscribeMessage = {
  "subscribe": Topic
  "after"?: Position
}

export type UnsubscribeMessage = {
  "unsubscribe": Topic
}
