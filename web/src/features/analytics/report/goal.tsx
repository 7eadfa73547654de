import { Progress, Text } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { minorDigits } from '../../../../../src/domain/values/currency.ts'
import { useVocabularies } from '../../../records/criteria/criterion.ts'
import { useResource } from '../../../records/related.tsx'
import { count, money, percent } from '../../../ui/format.ts'
import { Quiet } from '../../../ui/screen.tsx'
import type { Report, Result } from '../report.entry.ts'
import { heightOf } from './series.ts'
import { isPeriodic, measureWords, nameOf } from './words.ts'

const Trend = lazy(async () => ({ default: (await import('./trend.tsx')).Trend }))

/** How many periods a trend is drawn of. */
const mostPeriods = 12

/** What the first measure of a report is to come to, in units of its currency where it has one. */
export interface Goal {
  value: number
  currency: string | undefined
}

export function goalOf({ goal, goalAmount }: Report): Goal | undefined {
  if (goalAmount)
    return {
      value: goalAmount.amount / 10 ** minorDigits(goalAmount.currency),
      currency: goalAmount.currency,
    }
  return goal == null ? undefined : { value: goal, currency: undefined }
}

/** How much of a goal was reached, in the last period where there are some, and how it was in those before (REP-04). */
export function GoalReached({ result, goal }: { result: Result; goal: Goal }) {
  const { definition, rows, total } = result
  const [group, second] = definition.groups
  const [measure] = definition.measures
  const fields = useResource(definition.model)?.fields ?? []
  const asked = useVocabularies().get(definition.model)?.fields
  const isTrend = !second && isPeriodic(asked?.find(({ name }) => name === group?.field))
  if (!measure) return null
  const periods = isTrend
    ? rows
        .filter(({ keys }) => keys[0] != null)
        .toSorted((a, b) => (String(a.keys[0]) < String(b.keys[0]) ? -1 : 1))
        .slice(-mostPeriods)
        .map(({ names, keys, values }) => ({
          name: nameOf(names[0], keys[0]),
          value: heightOf(values[0], goal.currency),
        }))
    : []
  const last = periods.at(-1)
  const value = isTrend ? (last?.value ?? 0) : heightOf(total[0], goal.currency)
  const words = (of: number) => {
    if (goal.currency !== undefined)
      return money({
        amount: Math.round(of * 10 ** minorDigits(goal.currency)),
        currency: goal.currency,
      })
    return measure.of === 'share' ? percent(of) : count(of, 2)
  }
  const reached = goal.value === 0 ? 1 : value / goal.value
  const name = measureWords(measure, fields)
  return (
    <div>
      <Text size="xl" fw={700}>
        {words(value)}
      </Text>
      <Text size="sm" c="dimmed">
        {name}
        {last && `, ${last.name}`}: {percent(reached)} of the goal, {words(goal.value)}
      </Text>
      <Progress.Root my={8}>
        <Progress.Section
          value={Math.min(100, Math.max(0, reached * 100))}
          color={reached >= 1 ? 'teal.8' : 'blue.7'}
          aria-label={`${name}: ${percent(reached)} of the goal`}
        />
      </Progress.Root>
      {periods.length > 1 && (
        <>
          <Suspense fallback={null}>
            <Trend values={periods.map((period) => period.value)} />
          </Suspense>
          <Quiet>{periods.map((period) => `${period.name} ${words(period.value)}`).join(' · ')}</Quiet>
        </>
      )}
    </div>
  )
}
