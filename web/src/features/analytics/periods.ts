export interface Period {
  key: string
  label: string
  /** First and last day, both included. */
  from: string
  to: string
}

const iso = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)

/** Quarters and years around an instant, the one it lies in first. */
export function periods(now: Date): Period[] {
  const year = now.getUTCFullYear()
  const quarter = Math.floor(now.getUTCMonth() / 3)
  const quarterAt = (offset: number, name: string): Period => {
    const first = new Date(Date.UTC(year, (quarter + offset) * 3, 1))
    const label = `${name} (Q${Math.floor(first.getUTCMonth() / 3) + 1} ${first.getUTCFullYear()})`
    return {
      key: `q${offset}`,
      label,
      from: first.toISOString().slice(0, 10),
      to: iso(first.getUTCFullYear(), first.getUTCMonth() + 3, 0),
    }
  }
  const yearAt = (offset: number, name: string): Period => ({
    key: `y${offset}`,
    label: `${name} (${year + offset})`,
    from: iso(year + offset, 0, 1),
    to: iso(year + offset, 12, 0),
  })
  return [
    quarterAt(0, 'This quarter'),
    quarterAt(1, 'Next quarter'),
    quarterAt(-1, 'Last quarter'),
    yearAt(0, 'This year'),
    yearAt(1, 'Next year'),
    yearAt(-1, 'Last year'),
  ]
}

export function periodOf(key: string | undefined, now: Date): Period {
  const all = periods(now)
  const [first] = all
  const found = all.find((period) => period.key === key) ?? first
  if (!found) throw new Error('there is always a quarter')
  return found
}
