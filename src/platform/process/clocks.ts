import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

/** Another clock than ours. */
export interface OtherClock {
  /** Whose: `eventStore`, `postgres`. */
  of: string
  /** What it says now, in ms since 1970. */
  ask: () => Promise<number>
  /** How long an answer is good for, in ms, while neither clock is set. */
  every: number
}

/** What another clock and ours said at one moment; `ahead` is how far the other is before ours at least, in seconds. */
export interface ComparedClock {
  of: string
  here: string
  there: string
  ahead: number
  state: 'agrees' | 'differs' | 'trouble'
  /** It says the same again and again. */
  stands: boolean
}

export interface Clocks {
  /** Asks those again whose answer is old, or came before a clock was set. */
  look(): Promise<readonly ComparedClock[]>
  current(): readonly ComparedClock[]
  stop(): Promise<void>
}

/** From how many seconds on a difference is told of, and is trouble. */
const [told, trouble] = [1, 5]
/** How often it is looked whether a clock was set, and how long a difference is believed, in ms. */
const [lookMs, doubtMs] = [10_000, 60_000]
/** By so much a clock is set; less it may drift, in ms. */
const set = 500
const attempts = 4

/** Compares our clock with others, now and from now on. What the way there and back leaves open counts for agreement. */
export async function watchClocks({
  clock,
  others,
  log,
}: {
  clock: Clock
  others: readonly OtherClock[]
  log: Pick<Log, 'debug' | 'info' | 'warn' | 'error'>
}): Promise<Clocks> {
  const now = () => Date.parse(clock())
  /** Ours against time that nobody sets. */
  const drift = () => now() - performance.now()
  const known = new Map<string, { compared: ComparedClock; at: number; drift: number }>()

  /** The shortest of a few ways there and back: a long one, or a clock that is set on the way, leaves too much open. */
  async function narrowly(ask: OtherClock['ask']): Promise<{ from: number; there: number; to: number }> {
    let best: { from: number; there: number; to: number } | undefined
    for (let attempt = 1; ; attempt++) {
      const [before, there, after] = [now(), await ask(), now()]
      const [from, to] = [Math.min(before, after), Math.max(before, after)]
      if (!best || to - from < best.to - best.from) best = { from, there, to }
      if (best.to - best.from < set || attempt === attempts) return best
    }
  }

  async function compare({ of, ask }: OtherClock): Promise<void> {
    const { from, there, to } = await narrowly(ask)
    const ahead = (there < from ? there - from : there > to ? there - to : 0) / 1000
    const state = Math.abs(ahead) > trouble ? 'trouble' : Math.abs(ahead) > told ? 'differs' : 'agrees'
    const stands = state !== 'agrees' && (await ask()) === there
    const was = known.get(of)?.compared.state ?? 'agrees'
    const compared = { of, here: isoOf(to), there: isoOf(there), ahead, state, stands } as const
    known.set(of, { compared, at: performance.now(), drift: drift() })
    if (state === was) return
    if (state === 'agrees') log.info(compared, 'the clocks agree again')
    else log[state === 'trouble' ? 'error' : 'warn'](compared, 'the clocks of two machines differ')
  }

  async function lookOnce(): Promise<void> {
    let moved = false
    for (const other of others) {
      const last = known.get(other.of)
      const every = last && last.compared.state !== 'agrees' ? Math.min(doubtMs, other.every) : other.every
      const isOurs = last && Math.abs(drift() - last.drift) > set
      if (last && !moved && !isOurs && performance.now() - last.at < every) continue
      try {
        await compare(other)
        const ahead = known.get(other.of)?.compared.ahead ?? 0
        moved ||= last !== undefined && Math.abs(ahead - last.compared.ahead) * 1000 > set
      } catch (error) {
        // That it is away is told elsewhere.
        log.debug({ err: error, of: other.of }, 'a clock could not be asked')
      }
    }
  }

  const current = () => [...known.values()].map(({ compared }) => compared)
  let looking: Promise<void> | undefined
  const look = async () => {
    looking ??= lookOnce().finally(() => {
      looking = undefined
    })
    await looking
    return current()
  }
  await look()
  const timer = setInterval(() => void look(), lookMs).unref()
  return {
    look,
    current,
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}

const isoOf = (at: number): string => new Date(at).toISOString()
