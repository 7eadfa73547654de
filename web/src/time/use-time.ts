import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Basis, View } from '../api/client.ts'
import { useNow } from '../ui/clock.ts'
import type { Search } from './time.ts'
import { timeSearch, viewOf } from './time.ts'

export interface TimeControl {
  view: View
  past: boolean
  go: (asOf: string | null, options?: { replace?: boolean }) => void
  setBasis: (basis: Basis) => void
}

/** The instant every screen is about, from the URL. */
export function useView(): View {
  const asOf = useSearch({ strict: false, select: (search) => search.asOf })
  const basis = useSearch({ strict: false, select: (search) => search.basis })
  return useMemo(() => viewOf(timeSearch({ asOf, basis })), [asOf, basis])
}

export function useTime(): TimeControl {
  const view = useView()
  const navigate = useNavigate()
  return {
    view,
    past: view !== null,
    go: (asOf, options) => {
      void navigate({
        to: '.',
        search: (search: Search) => ({
          ...search,
          asOf: asOf ?? undefined,
          basis: asOf ? search.basis : undefined,
        }),
        replace: options?.replace ?? false,
        resetScroll: false,
      })
    },
    setBasis: (basis) => {
      void navigate({
        to: '.',
        search: (search: Search) => ({
          ...search,
          basis: basis === 'recorded' ? basis : undefined,
        }),
        resetScroll: false,
      })
    },
  }
}

/** The earlier instant that lists and records on screen are compared with, on the axis of the view; null: with none. */
export function useAgainst(): { against: View; compare: (at: string | null) => void } {
  const at = useSearch({ strict: false, select: (search) => search.against })
  const basis = useSearch({ strict: false, select: (search) => search.basis })
  const navigate = useNavigate()
  return {
    against: useMemo(() => viewOf(timeSearch({ asOf: at, basis })), [at, basis]),
    compare: (next) =>
      void navigate({
        to: '.',
        search: (search: Search) => ({ ...search, against: next ?? undefined }),
        resetScroll: false,
      }),
  }
}

/** What "now" is for the words on screen ("2 hours ago", "due in 5 minutes"): the viewed instant, or the ticking present. */
export function useReferenceNow(everyMs = 30_000): Date {
  const now = useNow(everyMs)
  const view = useView()
  return view ? new Date(view.asOf) : now
}
