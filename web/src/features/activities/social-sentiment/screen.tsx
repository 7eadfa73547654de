import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { useState } from 'react'
import { useLive } from '../../../live/live.tsx'
import { RefInput } from '../../../records/field-input.tsx'
import { Report } from '../../../records/report.tsx'
import { count } from '../../../ui/format.ts'
import { Quiet, Screen, Table } from '../../../ui/screen.tsx'
import type { SocialSentiment } from '../social-sentiment.entry.ts'

/** How what is written of us in social networks sounds, week by week (COM-21). */
export function SocialSentimentScreen() {
  useLive('socialMessage')
  const [monitorId, setMonitor] = useState<string | null>(null)
  return (
    <Screen
      title="Sentiment"
      about="How what is written to you and of you in social networks sounds, as it was corrected, within a year."
      actions={<RefInput label="Found by" model="socialMonitor" value={monitorId} onChange={setMonitor} />}
    >
      <Report<SocialSentiment>
        model="socialMessage"
        title="Week by week"
        path="/social-sentiment"
        parameters={{ monitorId: monitorId ?? undefined }}
        lines={({ weeks }) => [
          ['Week', 'Good', 'Neither', 'Bad', 'Corrected', 'Score'],
          ...weeks.map((one) => [
            one.week,
            one.positive,
            one.neutral,
            one.negative,
            one.corrected,
            one.score,
          ]),
        ]}
      >
        {({ weeks }) => (weeks.length === 0 ? <Quiet>Nothing was written.</Quiet> : <Weeks weeks={weeks} />)}
      </Report>
    </Screen>
  )
}

function Weeks({ weeks }: Pick<SocialSentiment, 'weeks'>) {
  return (
    <>
      <div aria-hidden="true">
        <BarChart
          h={220}
          data={[...weeks]}
          dataKey="week"
          type="stacked"
          series={[
            { name: 'positive', label: 'Good', color: 'teal.7' },
            { name: 'neutral', label: 'Neither', color: 'gray.6' },
            { name: 'negative', label: 'Bad', color: 'orange.7' },
          ]}
          withLegend
        />
      </div>
      <Table label="Week by week" head={['Week', 'Good', 'Neither', 'Bad', 'Corrected', 'Score']}>
        {weeks.map((one) => (
          <tr key={one.week}>
            <td>{one.week}</td>
            <td data-right>{count(one.positive ?? 0)}</td>
            <td data-right>{count(one.neutral ?? 0)}</td>
            <td data-right>{count(one.negative ?? 0)}</td>
            <td data-right>{count(one.corrected ?? 0)}</td>
            <td data-right>{count(one.score ?? 0, 2)}</td>
          </tr>
        ))}
      </Table>
    </>
  )
}
