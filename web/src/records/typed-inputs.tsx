import { TextInput, type TextInputProps } from '@mantine/core'
import { DateInput, type DateInputProps } from '@mantine/dates'
import { useRef, useState } from 'react'
import { minorDigits } from '../../../src/domain/values/currency.ts'
import { pricePlaces } from '../../../src/domain/values/rounding.ts'
import { moneyNumber, day as shownDay } from '../ui/format.ts'
import { datePattern } from '../ui/formats.ts'
import { amountTyped, dayTyped } from '../ui/typed.ts'

/** A date by calendar or keyboard. What is no date, or could be two, is refused with a word, and the last one stays. */
export function DayInput({
  value,
  onChange,
  error,
  ...rest
}: Omit<DateInputProps, 'value' | 'onChange'> & {
  value: string | null
  onChange: (value: string | null) => void
}) {
  const typed = useRef('')
  const [refused, setRefused] = useState<string>()
  return (
    <DateInput
      {...rest}
      valueFormat={datePattern()}
      value={value}
      error={error ?? (refused && `“${refused}” is no date here; write it like ${shownDay('2026-12-31')}`)}
      dateParser={(text) => {
        typed.current = text
        return dayTyped(text) ?? null
      }}
      onBlur={() => {
        const text = typed.current.trim()
        typed.current = ''
        setRefused(text !== '' && dayTyped(text) === undefined ? text : undefined)
      }}
      onChange={(next) => {
        setRefused(undefined)
        onChange(next)
      }}
    />
  )
}

/** An amount in minor units. What could be two amounts is refused with a word, and nothing is sent instead of it. */
export function AmountInput({
  amount,
  currency,
  price = false,
  onChange,
  error,
  ...rest
}: Omit<TextInputProps, 'value' | 'onChange'> & {
  amount: number | null
  currency: string
  /** Of one, which may cost less than the smallest coin. */
  price?: boolean
  /** NaN: what is typed is no amount, which no server takes. */
  onChange: (amount: number | null) => void
}) {
  const [text, setText] = useState<string>()
  const digits = minorDigits(currency)
  const amountOf = (words: string) => amountTyped(words, digits, undefined, price ? pricePlaces : digits)
  const isNone = text !== undefined && text.trim() !== '' && amountOf(text) === undefined
  const shown = amount === null || Number.isNaN(amount) ? '' : moneyNumber({ amount, currency })
  return (
    <TextInput
      {...rest}
      inputMode="decimal"
      value={text ?? shown}
      error={
        error ??
        (isNone && `“${text}” is no amount here; write it like ${moneyNumber({ amount: 123_456, currency })}`)
      }
      onChange={(event) => {
        const next = event.currentTarget.value
        setText(next)
        onChange(next.trim() === '' ? null : (amountOf(next) ?? Number.NaN))
      }}
      onBlur={() => {
        if (!isNone) setText(undefined)
      }}
    />
  )
}
