import { Alert } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { derivedQuery } from '../../api/queries.ts'
import type { Replies } from '../../api/types.gen.ts'
import { Reference } from '../../records/field-value.tsx'
import { likenessWords } from './merge-words.ts'

type Candidates = Replies['/contacts/alike']
type Values = Readonly<Record<string, unknown>>

const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined)

/** A name as it is asked for, of a person or of a company. */
function nameIn(value: unknown): string | undefined {
  const { first, last } = (value ?? {}) as { first?: unknown; last?: unknown }
  return text(value) ?? text([text(first), text(last)].filter(Boolean).join(' '))
}

/** Says while somebody is entered that they may be there already; nothing is refused. */
export function alikeIn(model: 'contact' | 'account', path: string) {
  return function Alike({ values }: { values: Values }) {
    const [asked] = useDebouncedValue(
      { name: nameIn(values.name), email: text(values.email), phone: text(values.phone) },
      400,
    )
    const enabled = Object.values(asked).some((value) => value !== undefined)
    const { data } = useQuery({
      ...derivedQuery<Candidates>(model, `/${path}/alike`, asked, null),
      enabled,
      // What is half typed is no address yet.
      retry: false,
    })
    if (!enabled || !data || data.items.length === 0) return null
    return (
      <Alert color="yellow" title={`This ${model} may be there already`} role="status">
        {data.items.slice(0, 3).map(({ id, name, reasons }) => (
          <div key={id}>
            <Reference model={model} id={id} name={name ?? null} />: {likenessWords(reasons)}
          </div>
        ))}
      </Alert>
    )
  }
}

/** Leads from a record that is part of another one to that one. */
export function LedOn({ path, row }: { path: string; row: { absorbedById?: string | null } }) {
  const navigate = useNavigate()
  const to = row.absorbedById
  useEffect(() => {
    if (to) void navigate({ to: '/$path/$id', params: { path, id: to }, search: true, replace: true })
  }, [navigate, path, to])
  return null
}
