import { isRecord } from '../../../api/problem.ts'

/** As they were published. */
export function RatesShown({ value }: { value: unknown }) {
  const rates = Array.isArray(value) ? value.filter(isRecord) : []
  return (
    <ul
      style={{
        listStyle: 'none',
        margin: 0,
        padding: 0,
        columns: '8rem',
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      {rates.map(({ code, rate }) => (
        <li key={String(code)}>
          {String(rate)} {String(code)}
        </li>
      ))}
    </ul>
  )
}

/** What a bank published is not typed. */
export const RatesInput = () => null
