import { type QueryClient, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { read, send } from '../api/client.ts'
import type { Preferences } from '../api/models.ts'
import { preferencesQuery } from '../api/session.ts'
import { failed } from './notices.ts'

export type Change = (before: Preferences) => Partial<Preferences>

/** Saves follow each other, so that the last one made here is the last one kept. */
let saved: Promise<unknown> = Promise.resolve()

/**
 * The own preferences, and a way to change them. A change shows at once and is taken back when it was refused. It is
 * made of what the server has by then: another device's choices are not undone by this one's older copy.
 */
export function usePreferences(): { preferences: Preferences; save: (change: Change) => Promise<boolean> } {
  const client = useQueryClient()
  const { data } = useSuspenseQuery(preferencesQuery)
  const save = useCallback(
    (change: Change) => {
      client.setQueryData<Preferences>(
        preferencesQuery.queryKey,
        (before) => before && { ...before, ...change(before) },
      )
      const result = saved.then(() => keep(client, change))
      saved = result
      return result
    },
    [client],
  )
  return { preferences: data, save }
}

async function keep(client: QueryClient, change: Change): Promise<boolean> {
  try {
    const body = change(await read<Preferences>('/me/preferences'))
    await send({ method: 'PATCH', path: '/me/preferences', body, key: crypto.randomUUID() })
    return true
  } catch (error) {
    failed('This was not kept', error)
    await client.invalidateQueries({ queryKey: preferencesQuery.queryKey })
    return false
  }
}
