import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ScanSearch } from 'lucide-react'
import { derivedQuery } from '../../../api/queries.ts'
import { useLive } from '../../../live/live.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { Related } from '../../../records/related.tsx'
import { useView } from '../../../time/use-time.ts'
import { Failure, Waiting } from '../../../ui/states.tsx'
import type { Report, Result } from '../report.entry.ts'
import { report } from '../report.tsx'
import { changing } from './explore.tsx'
import { GoalReached, goalOf } from './goal.tsx'
import { RestatedSums } from './restated-sums.tsx'
import { ReportResult } from './result.tsx'
import { SendReport } from './send.tsx'
import { ShareReport } from './share.tsx'
import { TakeFile } from './take.tsx'

/** A report that was kept: what it comes to at the instant on screen, and who changed its question when. */
export function ReportPage({ id }: { id: string }) {
  return (
    <RecordPage<Report>
      resource={report}
      id={id}
      actions={(row) => (
        <>
          <SendReport id={row.id} name={row.name} />
          <ShareReport id={row.id} name={row.name} />
          <TakeFile path={(kind) => `/reports/${row.id}/${kind}`} />
          <Button
            variant="default"
            leftSection={<ScanSearch size={14} />}
            renderRoot={(props) => (
              <Link to="/$path" params={{ path: 'explore' }} search={changing(row) as never} {...props} />
            )}
          >
            Explore
          </Button>
        </>
      )}
    >
      {(row) => (
        <>
          {row.definition ? <Came row={row} model={row.definition.model} /> : null}
          {row.definition ? <RestatedSums definition={row.definition} /> : null}
          <Related
            model="reportSchedule"
            title="Sent by mail"
            where={{ reportId: row.id, archived: false, sort: 'nextAt' }}
            columns={['recipientIds', 'recurrence', 'nextAt']}
            empty="It is sent to nobody by itself."
          />
          <Related
            model="reportLink"
            title="Shared by link"
            where={{ reportId: row.id, sort: '-createdAt' }}
            columns={['expiresAt', 'withdrawn', 'sharerId']}
            empty="It is shown to nobody outside."
          />
        </>
      )}
    </RecordPage>
  )
}

function Came({ row, model }: { row: Report; model: string }) {
  useLive(model)
  const goal = goalOf(row)
  const query = useQuery({
    ...derivedQuery<Result>(
      model,
      '/report-results',
      { definition: JSON.stringify(row.definition) },
      useView(),
    ),
    placeholderData: keepPreviousData,
  })
  return (
    <Panel title="What it comes to">
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : query.data ? (
        <>
          {goal && <GoalReached result={query.data} goal={goal} />}
          <ReportResult result={query.data} />
        </>
      ) : (
        <Waiting rows={8} label="Asking" />
      )}
    </Panel>
  )
}
