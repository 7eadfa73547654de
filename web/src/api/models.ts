import type { Replies } from './types.gen.ts'

/**
 * The answers of the API by the names the screens use. Amounts are integer minor units, instants ISO-8601 UTC. A field that
 * a role may hide is not there for whom it is hidden from.
 */

export type Me = Replies['/me']
export type Lead = Replies['/leads/{id}']
export type Opportunity = Replies['/opportunities/{id}']
export type Quote = Replies['/quotes/{id}']
export type Line = NonNullable<Quote['lines']>[number]
export type Totals = NonNullable<Quote['totals']>
export type Order = Replies['/orders/{id}']
export type Product = Replies['/products/{id}']
export type Pipeline = Replies['/pipelines/{id}']
export type Stage = NonNullable<Pipeline['stages']>[number]
export type Account = Replies['/accounts/{id}']
export type Contact = Replies['/contacts/{id}']
export type User = Replies['/users/{id}']
export type Team = Replies['/teams/{id}']
export type Role = Replies['/roles/{id}']
export type Preferences = Replies['/me/preferences']
/** What one is told of. */
export type Notices = Replies['/me/notices']
export type Notice = Notices['items'][number]
export type UnreadNotices = Replies['/me/notices/unread']
export type NoticeKinds = Replies['/me/notices/kinds']
export type SecondFactorState = Replies['/me/second-factor']
export type OwnSession = Replies['/me/sessions']['items'][number]
export type ApiKey = Replies['/me/api-keys']['items'][number]
export type FirstSteps = Replies['/me/onboarding']
export type Share = Replies['/shares/{id}']
export type Ticket = Replies['/tickets']['items'][number]
export type TicketDetail = Replies['/tickets/{id}']
export type Message = TicketDetail['messages'][number]
/** The service level of a ticket, with each stretch of time and whether it counted. */
export type SlaExplained = Replies['/tickets/{id}/sla']
export type SlaClock = NonNullable<SlaExplained['clocks']>[number]
export type SlaPolicy = Replies['/sla-policies/{id}']

export type Board = Replies['/pipeline']
export type BoardStage = Board['stages'][number]
export type StageAmount = BoardStage['amounts'][number]
export type Card = BoardStage['cards'][number]
export type Forecast = Replies['/forecast']
export type ForecastGroup = Forecast['groups'][number]
export type ForecastTotal = Forecast['totals'][number]

export type Status = Replies['/status']
export type Lag = NonNullable<Status['lag']>
export type DeadLetter = Replies['/admin/dead-letters']['items'][number]

export type HistoryPage = Replies['/leads/{id}/history']
export type HistoryEvent = HistoryPage['items'][number]
/** What led to an event and what came of it. */
export type Reasons = Replies['/events/{id}/why']
export type Cause = Reasons['chain'][number]
export type Timeline = Replies['/timeline']

/** The keys that checkpoints are signed with, now and in former times. */
export type LogKey = Replies['/log/key']
export type Checkpoint = Replies['/log/checkpoints']['items'][number]
export type Divergence = Replies['/log/divergences']['items'][number]
/** What a user owns, by model. */
export type Owned = Replies['/users/{id}/owned']
export type Job = Replies['/jobs/{id}']

/** Who read what. */
export type AccessLog = Replies['/access-log']
export type AccessEntry = AccessLog['items'][number]
export type Viewer = Replies['/access-log/viewers']['items'][number]

/** Everything that was done, wherever. */
export type AuditPage = Replies['/audit']
export type AuditEvent = AuditPage['items'][number]
/** Why somebody sees a record, or does not. */
export type AccessReasons = Replies['/access/why']
/** Who could see a record, and who did. */
export type EffectiveAccess = Replies['/access/effective']

/** How a person's record stands as to that person's rights. */
export type PrivacyStanding = Replies['/contacts/{id}/privacy']
export type PrivacyRequest = Replies['/privacy-requests/{id}']

export type Organisation = Replies['/settings/organisation']
export type SignInRules = Replies['/settings/sign-in-policy']
/** From when on an alert is raised. */
export type AlertLimits = Replies['/settings/alert-policy']
export type RetentionRule = Replies['/retention-rules/{id}']
/** What each retention rule would erase now. */
export type RetentionDue = Replies['/privacy/retention']['items'][number]

/** What may be an attack or a leak. */
export type SecurityAlert = Replies['/security-alerts/{id}']
/** What was looked at for weaknesses, and what was found. */
export type SecurityCheck = Replies['/security-checks/{id}']
export type InstalledPackages = Replies['/admin/packages']

export type HelpPage = Replies['/help/{screen}']
export type HelpHits = Replies['/help']
/** What one has asked support. */
export type SupportQuestion = Replies['/me/support']['items'][number]

/** What people must know about security by a day. */
export type Training = Replies['/trainings/{id}']
export type OwnTraining = Replies['/me/trainings']['items'][number]
export type TrainingReport = Replies['/trainings/{id}/report']
