import { Text, TextInput, type TextInputProps } from '@mantine/core'
import { DateInput, type DateInputProps } from '@mantine/dates'
import { useState } from 'react'
import { minorDigits } from '../../../src/domain/values/currency.ts'
import { pricePlaces } from '../../../src/domain/values/rounding.ts'
import { count, moneyNumber, day as shownDay } from '../ui/format.ts'
import { datePattern } from '../ui/formats.ts'
import { amountTyped, dayTyped, isDay, numberTyped } from '../ui/typed.ts'

/** A date by calendar or keyboard. What is no date, or could be two, is refused with a word. */
export function DayInput({
  value,
  onChange,
  error,
  ...rest
}: Omit<DateInputProps, 'value' | 'onChange'> & {
  value: string | null
  /** What is typed and is no date is told as it stands, which no server takes. */
  onChange: (value: string | null) => void
}) {
  const [typing, setTyping] = useState(false)
  const isNone = value !== null && !isDay(value)
  const refusal = isNone && `“${value}” is no date here; write it like ${shownDay('2026-12-31')}`
  return (
    <DateInput
      {...rest}
      valueFormat={datePattern()}
      value={isNone ? null : value}
      fixOnBlur={!isNone}
      error={(!typing && refusal) || error}
      // Called for whatever is typed; of what is no date, or one before the first that is offered, it tells nobody itself.
      dateParser={(text) => {
        const day = dayTyped(text)
        onChange(day ?? (text.trim() || null))
        return day ?? null
      }}
      onFocus={() => setTyping(true)}
      onBlur={() => setTyping(false)}
      onChange={onChange}
    />
  )
}

interface NumberProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  value: number | null
  /** NaN: what is typed is none, which no server takes. */
  onChange: (value: number | null) => void
}

/** Text that stands for a number. What is none, or could be two, is refused with a word. */
function NumberText({
  value,
  onChange,
  read,
  write,
  refusal,
  error,
  ...rest
}: NumberProps & {
  read: (text: string) => number | undefined
  write: (value: number) => string
  refusal: (text: string) => string
}) {
  const [text, setText] = useState<string>()
  const [typing, setTyping] = useState(false)
  const isNone = text !== undefined && text.trim() !== '' && read(text) === undefined
  const shown = value === null || Number.isNaN(value) ? '' : write(value)
  return (
    <TextInput
      {...rest}
      inputMode="decimal"
      value={text ?? shown}
      error={(isNone && !typing && refusal(text)) || error}
      onChange={(event) => {
        const next = event.currentTarget.value
        setText(next)
        onChange(next.trim() === '' ? null : (read(next) ?? Number.NaN))
      }}
      onFocus={() => setTyping(true)}
      onBlur={() => {
        setTyping(false)
        if (!isNone) setText(undefined)
      }}
    />
  )
}

/** A number that is counted in nothing, or in `unit`. */
export function NumericInput({
  places = 0,
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
  unit,
  ...rest
}: NumberProps & {
  /** How many decimals it may have. */
  places?: number
  min?: number
  max?: number
  unit?: string
}) {
  return (
    <NumberText
      {...rest}
      read={(text) => {
        const value = numberTyped(unit ? text.replace(unit, '') : text, places)
        return value !== undefined && value >= min && value <= max ? value : undefined
      }}
      write={(value) => count(value, places)}
      refusal={(text) =>
        `“${text}” is no ${places === 0 ? 'whole number' : 'number'} here; write it like ${count(Math.min(max, 12.5), places && 1)}`
      }
      {...(unit && {
        rightSection: (
          <Text size="xs" c="dimmed">
            {unit}
          </Text>
        ),
        rightSectionWidth: `calc(${unit.length}ch + 20px)`,
        rightSectionPointerEvents: 'none',
      })}
    />
  )
}

/** An amount in minor units. */
export function AmountInput({
  currency,
  price = false,
  ...rest
}: NumberProps & {
  currency: string
  /** Of one, which may cost less than the smallest coin. */
  price?: boolean
}) {
  const places = price ? pricePlaces : minorDigits(currency)
  const write = (amount: number) => moneyNumber({ amount, currency })
  return (
    <NumberText
      {...rest}
      read={(text) => amountTyped(text, currency, undefined, places)}
      write={write}
      refusal={(text) => `“${text}” is no amount here; write it like ${write(123_456)}`}
    />
  )
}
