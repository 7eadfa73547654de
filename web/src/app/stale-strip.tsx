import { useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { askAgain } from '../api/client.ts'
import { onStale, staleModels } from '../api/stale.ts'
import { entryOf } from '../records/entry.ts'
import { nounOf } from '../records/resource.ts'
import classes from './shell.module.css'

/** How long until it is looked again whether they keep up, in ms. */
const lookAgain = 10_000

/** Says that what is on screen is not all there is: what the server said with it. Gone once it says so no more. */
export function StaleStrip() {
  const models = useSyncExternalStore(onStale, staleModels)
  const client = useQueryClient()
  const before = useRef(models)
  useEffect(() => {
    const over = before.current.filter((model) => !models.includes(model))
    before.current = models
    for (const model of over) void client.invalidateQueries({ queryKey: [model] })
    if (models.length === 0) return
    const timer = window.setInterval(() => void askAgain(), lookAgain)
    return () => window.clearInterval(timer)
  }, [models, client])
  if (models.length === 0) return null
  const names = models.map((model) => entryOf(model)?.many ?? model)
  return (
    <div className={classes.stale} role="alert">
      <TriangleAlert size={14} aria-hidden />
      <span>
        <strong>{nounOf(names.join(', '))}</strong> are not shown as they are now: what was changed lately may
        be missing here. What you save is kept and will appear.
      </span>
    </div>
  )
}
