import { Temporal } from 'temporal-polyfill'

/** A post, as to when it is best to post: when it went, and what came of it. */
export interface PastPost {
  /** Monday is 0. */
  weekday: number
  /** From 0 to 23, by the clock of who asks. */
  hour: number
  reactions: number
}

/** Some hours of a weekday, and what came of the posts that went then. */
export interface TimeOfWeek {
  weekday: number
  /** Its first hour. */
  hour: number
  posts: number
  /** Of each post, the mean. */
  reactions: number
  /** That mean drawn to the mean of all, the more so the fewer posts it is of: by it they are put in order. */
  expected: number
}

/** So many hours are one time: single hours have too few posts to say anything. */
export const hoursOfTime = 3
/** What a time is drawn to the mean of all posts by: as if so many posts of that mean had gone then, too. */
const drawn = 5
/** Of fewer posts than this nothing is said to be known. */
export const enoughPosts = 20

/** The times of a week at which anything has gone, the best first. */
export function timesOf(posts: readonly PastPost[]): TimeOfWeek[] {
  const mean = posts.reduce((all, { reactions }) => all + reactions, 0) / Math.max(1, posts.length)
  const times = new Map<string, { weekday: number; hour: number; posts: number; all: number }>()
  for (const { weekday, hour: at, reactions } of posts) {
    const hour = Math.floor(at / hoursOfTime) * hoursOfTime
    const time = times.get(`${weekday} ${hour}`) ?? { weekday, hour, posts: 0, all: 0 }
    times.set(`${weekday} ${hour}`, { ...time, posts: time.posts + 1, all: time.all + reactions })
  }
  const rounded = (of: number) => Math.round(of * 100) / 100
  return [...times.values()]
    .map(({ all, ...time }) => ({
      ...time,
      reactions: rounded(all / time.posts),
      expected: rounded((all + drawn * mean) / (time.posts + drawn)),
    }))
    .sort(
      (one, other) =>
        other.expected - one.expected ||
        other.posts - one.posts ||
        one.weekday - other.weekday ||
        one.hour - other.hour,
    )
}

/** When such a time begins next, by a clock. */
export function nextOf(
  { weekday, hour }: Pick<TimeOfWeek, 'weekday' | 'hour'>,
  at: string,
  timeZone: string,
): string {
  const now = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone)
  const today = now.with({ hour, minute: 0, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 })
  const then = today.add({ days: (weekday + 8 - now.dayOfWeek) % 7 })
  const next = Temporal.ZonedDateTime.compare(then, now) > 0 ? then : then.add({ days: 7 })
  return new Date(next.epochMilliseconds).toISOString()
}
