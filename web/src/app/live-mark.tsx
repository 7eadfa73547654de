import { Tooltip } from '@mantine/core'
import { Circle, CircleDashed, CircleOff, CirclePause } from 'lucide-react'
import { useLiveState } from '../live/live.tsx'
import { useTime } from '../time/use-time.ts'
import { useNow } from '../ui/clock.ts'
import classes from './shell.module.css'

/** Whether what is on screen follows what others do; in words and shape, not only in colour. */
export function LiveMark() {
  const { state, hurry } = useLiveState()
  const { past } = useTime()
  const now = useNow(1000)
  if (past)
    return (
      <Mark
        icon={<CirclePause size={12} />}
        label="Paused"
        tip="The past does not change. Back in the present, changes by others come in live."
      />
    )
  switch (state.state) {
    case 'live':
      return (
        <Mark
          icon={<Circle size={10} fill="var(--good)" stroke="none" />}
          label="Live"
          tip="What others change appears here at once."
        />
      )
    case 'connecting':
      return (
        <Mark
          icon={<CircleDashed size={12} />}
          label="Connecting"
          tip="Changes by others will appear as soon as the connection is there."
        />
      )
    case 'waiting': {
      const seconds = Math.max(1, Math.ceil((state.until - now.getTime()) / 1000))
      return (
        <Tooltip label="The live connection is cut. Nothing is missed: it goes on where it stopped. Click to try at once.">
          <button type="button" className={classes.live} onClick={hurry}>
            <CircleOff size={12} color="var(--bad)" aria-hidden /> <span>Not live, again in {seconds} s</span>
          </button>
        </Tooltip>
      )
    }
    case 'off':
      return <Mark icon={<CircleOff size={12} />} label="Not live" tip="The live connection is off." />
  }
}

function Mark({ icon, label, tip }: { icon: React.ReactNode; label: string; tip: string }) {
  return (
    <Tooltip label={tip}>
      <span className={classes.live} role="status">
        {icon} <span>{label}</span>
      </span>
    </Tooltip>
  )
}
