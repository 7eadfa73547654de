import { Checkbox, Group, Select } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { post } from '../../../api/client.ts'
import { refresh } from '../../../api/commands.ts'
import type { Job } from '../../../api/models.ts'
import { isRecord } from '../../../api/problem.ts'
import { DayInput, NumericInput } from '../../../records/typed-inputs.tsx'
import { useReferenceNow } from '../../../time/use-time.ts'
import { WriteButton } from '../../../time/write.tsx'
import { JobProgress, useJob } from '../../../ui/job.tsx'
import { failed } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'
import { methodNames } from '../methods.ts'
import classes from './new.module.css'

type Basis = 'recorded' | 'occurred'
type Cadence = 'month' | 'week'
type Span = 'month' | 'quarter' | 'year'

/** The year up to the last end of a month, in days. */
function yearBefore(now: Date): { from: string; to: string } {
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0))
  const first = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - 11, 1))
  return { from: first.toISOString().slice(0, 10), to: last.toISOString().slice(0, 10) }
}

/** Asks for a back-test, and shows how far it is; when it is there, it is opened. */
export function NewBackTest() {
  const range = yearBefore(useReferenceNow(600_000))
  const [from, setFrom] = useState<string | null>(range.from)
  const [to, setTo] = useState<string | null>(range.to)
  const [cadence, setCadence] = useState<Cadence>('month')
  const [span, setSpan] = useState<Span>('quarter')
  const [basis, setBasis] = useState<Basis>('recorded')
  const [seed, setSeed] = useState<number | null>(1)
  const [methods, setMethods] = useState<string[]>(Object.keys(methodNames))
  const [started, setStarted] = useState<Job | null>(null)
  const job = useJob(started)
  const client = useQueryClient()
  const navigate = useNavigate()
  const path = job?.state === 'done' && isRecord(job.result) ? job.result.path : undefined
  useEffect(() => {
    if (typeof path !== 'string') return
    void refresh(client, ['backTest'])
    setStarted(null)
    void navigate({
      to: '/$path/$id',
      params: { path: 'back-tests', id: path.replace('/api/back-tests/', '') },
    })
  }, [path, client, navigate])

  function start(event: FormEvent) {
    event.preventDefault()
    const asked = { from, to, cadence, span, basis, methods, seed: seed ?? 0 }
    post<Job>('/back-tests', asked).then(setStarted, (error: unknown) =>
      failed('The back-test was not begun', error),
    )
  }

  return (
    <form className={classes.form} onSubmit={start} aria-label="New back-test">
      <Quiet>
        At the end of each month or week, the forecast is made again exactly as it would have been made then,
        by what was known, and compared with what came.
      </Quiet>
      <Group align="end" gap="sm">
        <DayInput size="xs" w={130} label="From" required value={from} onChange={setFrom} />
        <DayInput size="xs" w={130} label="To" required value={to} onChange={setTo} />
        <Select
          size="xs"
          w={130}
          label="Made each"
          allowDeselect={false}
          data={[
            { value: 'month', label: 'End of month' },
            { value: 'week', label: 'End of week' },
          ]}
          value={cadence}
          onChange={(next) => setCadence(next === 'week' ? 'week' : 'month')}
        />
        <Select
          size="xs"
          w={130}
          label="Forecast of the"
          allowDeselect={false}
          data={[
            { value: 'month', label: 'Fiscal month' },
            { value: 'quarter', label: 'Fiscal quarter' },
            { value: 'year', label: 'Fiscal year' },
          ]}
          value={span}
          onChange={(next) => setSpan(next === 'month' || next === 'year' ? next : 'quarter')}
        />
        <Select
          size="xs"
          w={220}
          label="Known then was"
          allowDeselect={false}
          data={[
            { value: 'recorded', label: 'What was recorded by then' },
            { value: 'occurred', label: 'What had happened (imported pasts)' },
          ]}
          value={basis}
          onChange={(next) => setBasis(next === 'occurred' ? 'occurred' : 'recorded')}
        />
        <NumericInput
          size="xs"
          w={90}
          label="Seed"
          min={0}
          max={4_294_967_295}
          value={seed}
          onChange={setSeed}
        />
      </Group>
      <Checkbox.Group label="Methods" size="xs" value={methods} onChange={setMethods}>
        <Group gap="sm" mt={4}>
          {Object.entries(methodNames).map(([value, label]) => (
            <Checkbox key={value} size="xs" value={value} label={label} />
          ))}
        </Group>
      </Checkbox.Group>
      <div>
        <WriteButton
          type="submit"
          permission="backTest.make"
          refusal={methods.length === 0 ? 'Choose a method.' : undefined}
          leftSection={<Play size={14} />}
          loading={job?.state === 'running'}
        >
          Test the forecasts
        </WriteButton>
      </div>
      {job && <JobProgress job={job} label="Back-test" />}
    </form>
  )
}
