import { CloudOff } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { dayAndTime } from '../ui/format.ts'
import classes from './shell.module.css'

let since = new Date()

function watch(told: () => void): () => void {
  const left = () => {
    since = new Date()
    told()
  }
  window.addEventListener('offline', left)
  window.addEventListener('online', told)
  return () => {
    window.removeEventListener('offline', left)
    window.removeEventListener('online', told)
  }
}

/** Says that the device has no network: what is on screen is old, and what is saved waits. */
export function OfflineStrip() {
  const online = useSyncExternalStore(watch, () => navigator.onLine)
  if (online) return null
  return (
    <div className={classes.stale} role="alert">
      <CloudOff size={14} aria-hidden />
      <span>
        <strong>You are offline</strong> since {dayAndTime(since)}. What is on screen is as it was then. What
        you save is sent once you are back, as long as this page stays open.
      </span>
    </div>
  )
}
