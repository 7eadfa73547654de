import type { ReactNode } from 'react'
import { moneyNumber, type Sum } from './format.ts'
import classes from './values.module.css'

/** An amount with its currency; `exact: false` leaves out cents where many stand together. */
export function MoneyValue({ value, exact = true }: { value: Sum; exact?: boolean }) {
  return (
    <span className={classes.money}>
      {moneyNumber(value, exact)} <abbr className={classes.currency}>{value.currency}</abbr>
    </span>
  )
}

/** A sum as it comes: a role may hide how much it is, or in which currency. */
interface Told {
  amount?: number | null | undefined
  currency?: string | undefined
}

const isTold = (of: Told): of is Sum => of.amount !== undefined && of.currency !== undefined

/** Totals over several currencies stand beside each other; they are never added up. */
export function MoneyValues({ values, exact = false }: { values: readonly Told[]; exact?: boolean }) {
  const told = values.filter(isTold)
  if (told.length === 0) return <Nothing />
  return (
    <span className={classes.moneys}>
      {told.map((value) => (
        <MoneyValue key={value.currency} value={value} exact={exact} />
      ))}
    </span>
  )
}

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad'

/** A state in a word. The tone only underlines what the word says. */
export function Tag({
  tone = 'neutral',
  icon,
  children,
}: {
  tone?: Tone
  icon?: ReactNode
  children: ReactNode
}) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {icon}
      {children}
    </span>
  )
}

export function Nothing() {
  return (
    <span className={classes.nothing} aria-hidden>
      –
    </span>
  )
}

export function Key({ children }: { children: ReactNode }) {
  return <kbd className={classes.key}>{children}</kbd>
}
