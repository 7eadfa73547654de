import { RecordPage } from '../../../records/page.tsx'
import { NewOfCall } from '../phone/new-of-call.tsx'
import type { PhoneCall } from '../phone-call.entry.ts'
import { phoneCall } from '../phone-call.tsx'
import { Recordings } from './recordings.tsx'

/** A call by a line: who, how long, what came of it, and what was recorded. */
export function PhoneCallPage({ id }: { id: string }) {
  return (
    <RecordPage<PhoneCall>
      resource={phoneCall}
      id={id}
      actions={({ number, name, records }) => (
        <NewOfCall callId={id} number={number ?? ''} name={name ?? null} records={records ?? []} />
      )}
    >
      {({ consentedAt }) => consentedAt && <Recordings callId={id} />}
    </RecordPage>
  )
}
