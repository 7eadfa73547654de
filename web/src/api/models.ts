import type { Replies } from './types.gen.ts'

/**
 * The answers of the API by the names the screens use. Amounts are integer minor units, instants ISO-8601 UTC. A field that
 * a role may hide is not there for whom it is hidden from.
 */

export type Me = Replies['/me']
export type Pipeline = Replies['/pipelines/{id}']
export type Stage = NonNullable<Pipeline['stages']>[number]
export type User = Replies['/users/{id}']
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
/** What can be asked of the records of each model. */
export type Criteria = Replies['/criteria']
export type ChoiceList = Replies['/choice-lists/{id}']
export type FieldSet = Replies['/field-sets/{id}']
export type CustomField = NonNullable<FieldSet['fields']>[number]
export type TagRecord = Replies['/tags/{id}']
export type RuleSet = Replies['/rule-sets/{id}']
export type Share = Replies['/shares/{id}']

export type HistoryPage = Replies['/leads/{id}/history']
export type HistoryEvent = HistoryPage['items'][number]
/** What led to an event and what came of it. */
export type Reasons = Replies['/events/{id}/why']
export type Cause = Reasons['chain'][number]
export type Timeline = Replies['/timeline']

/** The keys that checkpoints are signed with, now and in former times. */
export type LogKey = Replies['/log/key']
export type Job = Replies['/jobs/{id}']
export type Jobs = Replies['/jobs']
export type { BatchItem, BatchPreview, ComparedRecord, Comparison } from './types.gen.ts'
export type Batch = Replies['/batches/{id}']

export type Viewer = Replies['/access-log/viewers']['items'][number]

/** Why somebody sees a record, or does not. */
export type AccessReasons = Replies['/access/why']
/** Who could see a record, and who did. */
export type EffectiveAccess = Replies['/access/effective']

export type HelpPage = Replies['/help/{screen}']
export type HelpHits = Replies['/help']
