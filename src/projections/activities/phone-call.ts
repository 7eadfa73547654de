import type { ActivityState } from '../../domain/activities/activity.ts'
import type { FiledUnder } from '../../domain/activities/filed-under.ts'
import { type PhoneCallEnd, phoneCall } from '../../domain/activities/phone-call.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { linkFolds } from '../linking.ts'
import { type Column, instant, integer, json, nullable, projection, text, uuid } from '../projection.ts'

const directionText: Column<NonNullable<ActivityState['direction']>> = { sql: 'text', nullable: false }
const endText: Column<PhoneCallEnd> = { sql: 'text', nullable: false }
const models = ['account', 'contact', 'lead', 'opportunity', 'ticket'] as const

export const phoneCallTable = projection(phoneCall)({
  name: 'phoneCall',
  version: 1,
  label: ['number'],
  columns: {
    lineId: uuid,
    userId: nullable(uuid),
    direction: directionText,
    number: text,
    name: nullable(text),
    records: json<readonly FiledUnder[]>(),
    startedAt: instant,
    answeredAt: nullable(instant),
    /** How it ended; null while it goes on. */
    end: nullable(endText),
    durationSeconds: nullable(integer),
    note: nullable(text),
    consentedAt: nullable(instant),
    activityId: nullable(uuid),
  },
  seenWith: { links: 'phoneCallLink', by: 'phoneCallId', models },
  indexes: [
    ['startedAt'],
    ['userId', 'startedAt'],
    ['lineId', 'startedAt'],
    ['end', 'startedAt'],
    ['activityId'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'phoneCall.started': (_, { data, occurredAt }) => ({
      ...data,
      startedAt: occurredAt,
      answeredAt: null,
      end: null,
      durationSeconds: null,
      note: null,
      consentedAt: null,
      activityId: null,
    }),
    'phoneCall.answered': (row, { occurredAt }) => row && { ...row, answeredAt: occurredAt },
    'phoneCall.ended': (row, { data }) => row && { ...row, ...data },
    'phoneCall.noted': (row, { data }) => row && { ...row, ...data },
    'phoneCall.filed': (row, { data }) => row && { ...row, records: [...row.records, ...data.records] },
    'phoneCall.taken-off': (row, { data }) =>
      row && { ...row, records: row.records.filter(({ id }) => !data.records.some((one) => one.id === id)) },
    'phoneCall.consented': (row, { occurredAt }) => row && { ...row, consentedAt: occurredAt },
    'phoneCall.consent-withdrawn': (row) => row && { ...row, consentedAt: null },
    'phoneCall.logged': (row, { data }) => row && { ...row, ...data },
    ...linkFolds('phoneCall'),
  },
})

const linkKey = (id: string, recordId: string) => derivedId(id, 'phone-call', recordId)

interface Filed {
  aggregateId: string
  data: { records?: readonly FiledUnder[] | undefined }
}
const keysOf = ({ aggregateId, data: { records = [] } }: Filed) =>
  records.map(({ id }) => linkKey(aggregateId, id))
const linkOf = ({ aggregateId, data: { records = [] } }: Filed, key: string) => {
  const found = records.find(({ id }) => linkKey(aggregateId, id) === key)
  return found ? { phoneCallId: aggregateId, model: found.model, recordId: found.id } : null
}
const linked = { key: keysOf, fold: (_: unknown, event: Filed, key: string) => linkOf(event, key) }

/** Which records calls are about: a row for each. */
export const phoneCallLinkTable = projection(phoneCall)({
  name: 'phoneCallLink',
  version: 1,
  columns: { phoneCallId: uuid, model: text, recordId: uuid },
  // It says that there is a call, and nothing of it.
  grants: () => [everyone],
  indexes: [['recordId', 'phoneCallId'], ['phoneCallId']],
  on: {
    'phoneCall.started': linked,
    'phoneCall.filed': linked,
    'phoneCall.taken-off': { key: keysOf, fold: () => null },
    'phoneCall.relinked': {
      key: ({ aggregateId, data: { oldId, links } }) => [
        linkKey(aggregateId, oldId),
        ...keysOf({ aggregateId, data: links }),
      ],
      fold: (row, { aggregateId, data: { links } }, key) =>
        links.records ? linkOf({ aggregateId, data: links }, key) : row,
    },
  },
})
