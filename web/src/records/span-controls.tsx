import { Button, SegmentedControl } from '@mantine/core'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type Span, stepped } from '../time/span.ts'
import { DayInput } from './typed-inputs.tsx'

/** Which day or week is shown, and the way to those before and after it. */
export function SpanControls({
  span,
  date,
  onChange,
}: {
  span: Span
  date: string
  onChange: (next: { day: string } | { span: string }) => void
}) {
  const step = (by: number) => onChange({ day: stepped(span, date, by) })
  return (
    <>
      <Button variant="default" aria-label="Earlier" onClick={() => step(-1)}>
        <ChevronLeft size={14} />
      </Button>
      <DayInput aria-label="Day" w={140} value={date} onChange={(next) => next && onChange({ day: next })} />
      <Button variant="default" aria-label="Later" onClick={() => step(1)}>
        <ChevronRight size={14} />
      </Button>
      <SegmentedControl
        size="xs"
        aria-label="Shown"
        value={span}
        onChange={(next) => onChange({ span: next })}
        data={[
          { value: 'day', label: 'Day' },
          { value: 'week', label: 'Week' },
        ]}
      />
    </>
  )
}
