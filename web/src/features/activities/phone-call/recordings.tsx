import { useQuery } from '@tanstack/react-query'
import { derivedQuery } from '../../../api/queries.ts'
import { useMay } from '../../../api/session.ts'
import type { Page } from '../../../api/shapes.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { useView } from '../../../time/use-time.ts'
import { Quiet } from '../../../ui/screen.tsx'
import type { FileRow } from '../file.entry.ts'
import type { PhoneCall } from '../phone-call.entry.ts'

/** What was recorded of a call; each time it is heard stands in the access log (COM-11). */
export function Recordings({ callId }: { callId: string }) {
  const may = useMay()
  useLive('file')
  const { data } = useQuery(
    derivedQuery<Page<FileRow>>('file', '/files', { recordId: callId, removed: false, limit: 20 }, useView()),
  )
  const rows = data?.items ?? []
  if (!data) return null
  return (
    <Panel title="Recording">
      {rows.length === 0 && (
        <Quiet>Both sides agreed, and nothing was recorded, or it is not there yet.</Quiet>
      )}
      {rows.map(({ id, name }) =>
        may('phoneCall.listen') ? (
          <figure key={id} style={{ margin: 0 }}>
            <figcaption>{name}</figcaption>
            {/* Nobody has written down what is said. */}
            {/* biome-ignore lint/a11y/useMediaCaption: a recorded call has no captions */}
            <audio controls preload="none" src={`/api/files/${id}/content`} aria-label={`${name}`} />
          </figure>
        ) : (
          <p key={id}>{name}: your role does not let you hear it.</p>
        ),
      )}
    </Panel>
  )
}

/** The same on the page of the activity that a call is logged as. */
export function RecordingsOfActivity({ id }: { id: string }) {
  const { data } = useQuery(
    derivedQuery<Page<PhoneCall>>('phoneCall', '/phone-calls', { activityId: id, limit: 1 }, useView()),
  )
  const call = data?.items[0]
  if (!call) return null
  return (
    <>
      <Panel title="Call by a line">
        <p>
          <Reference model="phoneCall" id={call.id} name={call.name ?? call.number ?? 'This call'} />
        </p>
      </Panel>
      {call.consentedAt && <Recordings callId={call.id} />}
    </>
  )
}
