import { Group, Select, Text } from '@mantine/core'
import { currencies } from '../../../../src/domain/values/currency.ts'
import type { Replies } from '../../api/types.gen.ts'
import { DayInput } from '../../records/typed-inputs.tsx'
import { day } from '../../ui/format.ts'
import { problemOf, reasonOf } from '../../ui/notices.ts'
import { Facts } from '../../ui/screen.tsx'
import { MoneyValue, Nothing } from '../../ui/values.tsx'

/** In which currency sums are told, and at the rates of which day. */
export interface ToldIn {
  in: string | null
  ratesOn: string | null
}

type Bought = Replies['/accounts/{id}/purchases']

/** Sums of several currencies in one, at the rates of a day that is chosen (QTC-12). */
export function RestatedIn({
  told,
  onChange,
  answer: { data, error },
}: {
  told: ToldIn
  onChange: (told: ToldIn) => void
  answer: { data: Bought | undefined; error: unknown }
}) {
  const of = data?.restated
  const money = (amount: number | null | undefined) =>
    of && amount !== null && amount !== undefined ? (
      <MoneyValue value={{ amount, currency: of.currency }} />
    ) : (
      <Nothing />
    )
  return (
    <>
      <Group gap={8} align="end">
        <Select
          size="xs"
          label="All of it in"
          w={110}
          searchable
          clearable
          data={currencies}
          value={told.in}
          onChange={(code) => onChange({ ...told, in: code })}
        />
        <DayInput
          size="xs"
          label="At the rates of"
          w={140}
          value={told.ratesOn}
          onChange={(ratesOn) => onChange({ ...told, ratesOn })}
        />
      </Group>
      {error ? (
        <Text size="sm" c="red.9" role="alert">
          {reasonOf(problemOf(error))}
        </Text>
      ) : (
        told.in !== null &&
        of && (
          <>
            <Facts
              facts={[
                ['Ordered, net', money(of.ordered)],
                ['Revenue, net of credits', money(of.turnover)],
                ['To be paid', money(of.open)],
              ]}
            />
            <Text size="sm" c="dimmed">
              At the rates of {day(of.rates.on)}.
              {of.rates.missing.length > 0 && ` There is none for ${of.rates.missing.join(', ')}.`}
            </Text>
          </>
        )
      )}
    </>
  )
}
