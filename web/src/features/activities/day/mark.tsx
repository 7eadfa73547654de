import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { refresh } from '../../../api/commands.ts'
import { derivedQuery } from '../../../api/queries.ts'
import type { Change } from '../../../api/types.gen.ts'
import { useLiveChanges } from '../../../live/live.tsx'
import { counted } from '../../../ui/format.ts'
import type { OwnActivities } from '../activity.entry.ts'
import classes from './day.module.css'

export const ownActivities = derivedQuery<OwnActivities>('activity', '/me/activities', {}, null)

/** No timer of a browser is set further ahead. */
const furthest = 2_000_000_000

/** How much one has to do is late, beside the name of the screen; it counts on at the instant something becomes late. */
export function OverdueMark() {
  const client = useQueryClient()
  const { data } = useQuery({ ...ownActivities, refetchInterval: 120_000 })
  const next = data?.nextDueAt
  useEffect(() => {
    if (!next) return
    const wait = Math.min(Math.max(Date.parse(next) - Date.now(), 0) + 50, furthest)
    const timer = window.setTimeout(() => void client.invalidateQueries(ownActivities), wait)
    return () => window.clearTimeout(timer)
  }, [client, next])
  useLiveChanges(
    useCallback(
      // Somebody gave one something to do, which the bell hears of on every screen.
      ({ model }: Change) => {
        if (model === 'notice') void refresh(client, ['activity'])
      },
      [client],
    ),
  )
  if (!data || data.overdue === 0) return null
  return (
    <span className={classes.mark} title={`${counted(data.overdue, 'activity', 'activities')} overdue`}>
      {data.overdue > 99 ? '99+' : data.overdue}
      <span className={classes.hidden}> overdue</span>
    </span>
  )
}
