import { describe, expect, it } from 'vitest'
import { nextOf, timesOf } from '../../../src/domain/activities/best-time.ts'
import { countedSigns, postedText, socialPost } from '../../../src/domain/activities/social-post.ts'
import { sentimentOf } from '../../../src/platform/social/sentiment.ts'
import { textOfStatus } from '../../../src/platform/social/status-text.ts'
import { given, idOf, noon } from '../../support/given.ts'

const post = {
  socialAccountId: idOf('account'),
  ownerId: null,
  teamId: null,
  campaignId: null,
  conversationId: null,
  to: null,
  replyToId: null,
  text: 'Hello',
  visibility: 'public' as const,
}
const written = { type: 'socialPost.written' as const, data: post }
const scheduled = { type: 'socialPost.scheduled' as const, data: { publishAt: noon } }
const started = { type: 'socialPost.started' as const, data: { attempt: 1 } }
const deferred = (sure: boolean) => ({
  type: 'socialPost.deferred' as const,
  data: { reason: 'Cut off.', nextAt: noon, sure },
})

describe('COM-19 a post that goes out', () => {
  it('is changed and taken back as long as it is known not to be there', () => {
    given(socialPost, written, scheduled, started, deferred(true))
      .when('socialPost.take-back', {})
      .thenEvents({ type: 'socialPost.taken-back', data: {} })
    given(socialPost, written, scheduled, started, deferred(false))
      .when('socialPost.change', { text: 'Other' })
      .thenRefused('socialPost.unsure')
    given(socialPost, written, scheduled, started)
      .when('socialPost.discard', {})
      .thenRefused('socialPost.gone')
  })

  it('is not made a direct message to nobody', () => {
    given(socialPost, written)
      .when('socialPost.change', { visibility: 'direct' })
      .thenRefused('socialPost.to-nobody')
  })

  it('is not begun twice by one attempt', () => {
    given(socialPost, written, scheduled, started, deferred(false))
      .when('socialPost.start', { attempt: 1 })
      .thenRefused('socialPost.attempt')
  })

  it('counts signs as the network does, and names whom it answers', () => {
    expect(countedSigns('👩‍👩‍👧')).toBe(1)
    expect(countedSigns(`See https://larkspur.example/${'x'.repeat(300)}`)).toBe(27)
    expect(countedSigns('@anna@elsewhere.example Hi')).toBe(8)
    expect(postedText({ text: 'Hi', to: 'anna@elsewhere.example' })).toBe('@anna@elsewhere.example Hi')
    expect(postedText({ text: 'Hi @Anna@elsewhere.example', to: 'anna@elsewhere.example' })).toBe(
      'Hi @Anna@elsewhere.example',
    )
  })
})

describe('MKT-10 the best time', () => {
  it('is drawn to the mean of all where few posts speak for it, and begins next by the clock there', () => {
    const once = { weekday: 5, hour: 9, reactions: 12 }
    const often = Array.from({ length: 12 }, () => ({ weekday: 1, hour: 18, reactions: 10 }))
    const never = Array.from({ length: 12 }, () => ({ weekday: 2, hour: 3, reactions: 0 }))
    const [best] = timesOf([once, ...often, ...never])
    expect(best).toMatchObject({ weekday: 1, hour: 18, posts: 12, reactions: 10 })
    // Monday noon in UTC; Tuesday at six in the evening in Berlin is an hour earlier.
    expect(nextOf({ weekday: 1, hour: 18 }, noon, 'Europe/Berlin')).toBe('2026-03-03T17:00:00.000Z')
    expect(nextOf({ weekday: 0, hour: 12 }, noon, 'UTC')).toBe('2026-03-09T12:00:00.000Z')
    expect(timesOf([])).toEqual([])
  })
})

describe('COM-21 how a text sounds', () => {
  it('stays between -1 and 1, by its words, in its language, and says nothing of names and addresses', () => {
    expect(sentimentOf('Nicht gut', 'de')).toMatchObject({ score: -0.6, negative: ['gut'] })
    expect(sentimentOf('great great great love', 'en').score).toBe(1)
    expect(sentimentOf('@great@love.example https://hate.example', 'en').score).toBe(0)
    expect(sentimentOf('great', '../../package')).toMatchObject({ positive: ['great'] })
    expect(sentimentOf(null, null).score).toBe(0)
  })

  it('is of words without markup', () => {
    expect(textOfStatus('<p>A &amp; <b>B</b><br>C &lt;3</p><p onclick="x">D</p><style>x</style>')).toBe(
      'A & B\nC <3\n\nD',
    )
  })
})
