import { Button, SegmentedControl, Tooltip } from '@mantine/core'
import { History, Pause, Play, Undo2 } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useNow } from '../ui/clock.ts'
import { dayAndTime, exactly } from '../ui/format.ts'
import { Key } from '../ui/values.tsx'
import { useScreenChanges } from './screen-changes.ts'
import classes from './time.module.css'
import { type Change, frames } from './time.ts'
import { useTime } from './use-time.ts'

const frameMs = 700
const steps = 1000

/**
 * Says that this is the past, and lets one move through it: a slider over the story of what is on screen, and a film of it.
 * `told`: the change at which it stands, in words.
 */
export function PastStrip({ told }: { told: (change: Change) => ReactNode }) {
  const { view, go, setBasis } = useTime()
  const { changes, first, whole } = useScreenChanges(true)
  const now = useNow(60_000)
  const asOf = view?.asOf ?? now.toISOString()
  const from = useMemo(() => new Date(Math.min(Date.parse(first ?? asOf), Date.parse(asOf))), [first, asOf])
  const span = Math.max(1, now.getTime() - from.getTime())
  const share = (at: string) => Math.min(1, Math.max(0, (Date.parse(at) - from.getTime()) / span))
  const film = useMemo(
    () => frames(whole ? changes : [], from, now, whole ? 60 : 0),
    [changes, whole, from, now],
  )
  const stops = useMemo(() => (film.length > 0 ? film : evenly(from, now)), [film, from, now])
  const { playing, toggle } = useFilm(stops, asOf, (at) => go(at, { replace: true }))
  const here = changes.find(({ at }) => at <= asOf)

  // The slider moves at once; the address, and with it every question to the server, when it rests.
  const [dragged, setDragged] = useState<number | null>(null)
  const rest = useRef<number | undefined>(undefined)
  const drag = (value: number) => {
    setDragged(value)
    window.clearTimeout(rest.current)
    rest.current = window.setTimeout(() => {
      setDragged(null)
      go(new Date(from.getTime() + (value / steps) * span).toISOString(), { replace: true })
    }, 120)
  }
  const shown = dragged === null ? asOf : new Date(from.getTime() + (dragged / steps) * span).toISOString()

  return (
    <section className={classes.strip} aria-label="Looking at the past">
      <Tooltip label={<span style={{ whiteSpace: 'pre-line' }}>{exactly(shown)}</span>}>
        <strong className={classes.stripTitle}>
          <History size={14} aria-hidden /> As of {dayAndTime(new Date(shown))}
        </strong>
      </Tooltip>
      <span className={classes.off}>Writing is off</span>
      <Tooltip label={playing ? 'Stop' : 'Play the changes'}>
        <button
          type="button"
          className={classes.play}
          onClick={toggle}
          aria-label={playing ? 'Stop playing' : 'Play the changes'}
        >
          {playing ? <Pause size={14} /> : <Play size={14} />}
        </button>
      </Tooltip>
      <div className={classes.track}>
        <div className={classes.ticks} aria-hidden>
          {changes.slice(0, 200).map(({ at }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: several changes may share an instant
            <i key={index} style={{ left: `${share(at) * 100}%` }} />
          ))}
        </div>
        <input
          type="range"
          className={classes.range}
          min={0}
          max={steps}
          value={dragged ?? Math.round(share(asOf) * steps)}
          aria-label="Instant"
          aria-valuetext={dayAndTime(new Date(shown))}
          onChange={(event) => drag(Number(event.currentTarget.value))}
        />
      </div>
      <span className={classes.change}>{here && told(here)}</span>
      <Tooltip label="Occurred: when things happened. As known: what the system had been told by then; what was entered later is left out.">
        <div>
          <SegmentedControl
            size="xs"
            aria-label="Time axis"
            value={view?.basis ?? 'occurred'}
            onChange={(value) => setBasis(value === 'recorded' ? 'recorded' : 'occurred')}
            data={[
              { value: 'occurred', label: 'As it occurred' },
              { value: 'recorded', label: 'As we knew it' },
            ]}
          />
        </div>
      </Tooltip>
      <Button
        variant="default"
        leftSection={<Undo2 size={14} />}
        rightSection={<Key>N</Key>}
        onClick={() => go(null)}
      >
        Return to now
      </Button>
    </section>
  )
}

/** Plays through the instants, one frame after another, from where the screen stands. */
function useFilm(stops: readonly string[], asOf: string, show: (at: string) => void) {
  const [playing, setPlaying] = useState(false)
  const latest = useRef({ stops, asOf, show })
  useEffect(() => {
    latest.current = { stops, asOf, show }
  })
  useEffect(() => {
    if (!playing) return
    const timer = window.setInterval(() => {
      const { stops: all, asOf: at, show: to } = latest.current
      const next = all.find((stop) => stop > at)
      if (next) to(next)
      else setPlaying(false)
    }, frameMs)
    return () => window.clearInterval(timer)
  }, [playing])
  return {
    playing,
    toggle: () => {
      if (!playing) {
        const { stops: all, asOf: at, show: to } = latest.current
        const start = all[0]
        // At the end, the film begins again.
        if (start && !all.some((stop) => stop > at)) to(start)
      }
      setPlaying(!playing)
    },
  }
}

function evenly(from: Date, to: Date): string[] {
  const step = (to.getTime() - from.getTime()) / 60
  return Array.from({ length: 60 }, (_, n) => new Date(from.getTime() + step * (n + 1)).toISOString())
}
