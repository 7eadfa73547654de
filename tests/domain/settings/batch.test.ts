import { describe, it } from 'vitest'
import type { AnyDecider } from '../../../src/domain/decider.ts'
import { batch } from '../../../src/domain/settings/batch.ts'
import { batchProgress } from '../../../src/sagas/settings/batch.ts'
import { given, givenProcess, type Happening, idOf, manager, rep } from '../../support/given.ts'

const asker = { userId: rep.id, keyId: null }
const ids = ['a', 'b', 'c'].map(idOf)
const parts = [{ command: 'lead.assign', body: { ownerId: rep.id }, ids }]
const started = { type: 'batch.started', data: { parts, asker } } as const
const done = { is: 'done' } as const
const refused = { is: 'refused', code: 'lead.disqualified', message: 'No.' } as const
const advanced = (...results: (typeof done | typeof refused)[]) =>
  ({ type: 'batch.advanced', data: { results } }) as const
const completed = { type: 'batch.completed', data: {} } as const
const toRevert = { type: 'batch.revert-requested', data: { asker, total: 2 } } as const

describe('ADM-05 a batch', () => {
  it('notes what came of its records in their order, and is done after the last', () => {
    given(batch, started)
      .when('batch.advance', { from: 0, results: [done] })
      .thenEvents(advanced(done))
    given(batch, started, advanced(done))
      .when('batch.advance', { from: 1, results: [refused, done] })
      .thenEvents(advanced(refused, done), completed)
  })

  it('takes no result twice, and none too many', () => {
    given(batch, started, advanced(done))
      .when('batch.advance', { from: 0, results: [done] })
      .thenNothing()
    given(batch, started)
      .when('batch.advance', { from: 0, results: [done, done, done, done] })
      .thenRefused('batch.too-many-results')
    given(batch, started, advanced(done, done, done), completed)
      .when('batch.advance', { from: 3, results: [] })
      .thenNothing()
  })

  it('is cancelled after what was under way, which is done', () => {
    const cancelling = { type: 'batch.cancel-requested', data: {} } as const
    given(batch, started).when('batch.cancel', {}).thenEvents(cancelling)
    given(batch, started, cancelling).when('batch.cancel', {}).thenNothing()
    given(batch, started, cancelling)
      .when('batch.advance', { from: 0, results: [done] })
      .thenEvents(advanced(done), { type: 'batch.cancelled', data: {} })
    given(batch, started, advanced(done, done, done), completed)
      .when('batch.cancel', {})
      .thenRefused('batch.not-running')
  })

  it('BEY-03 is taken back once it has ended, as far as it did something', () => {
    given(batch, started).when('batch.revert', { asker }).thenRefused('batch.running')
    given(batch, started, advanced(refused, refused, refused), completed)
      .when('batch.revert', { asker })
      .thenRefused('batch.nothing-done')
    const ended = given(batch, started, advanced(done, refused, done), completed)
    ended.when('batch.revert', { asker }, { actor: manager }).thenEvents(toRevert)
    const reverting = [started, advanced(done, refused, done), completed, toRevert] as const
    given(batch, ...reverting)
      .when('batch.advance', { from: 0, results: [done, { is: 'changed-since' }] })
      .thenEvents(
        { type: 'batch.taken-back', data: { results: [done, { is: 'changed-since' }] } },
        { type: 'batch.reverted', data: {} },
      )
    given(batch, ...reverting)
      .when('batch.revert', { asker })
      .thenNothing()
  })
})

describe('ADM-05 the progress of a batch', () => {
  const process = (...events: Happening[]) =>
    givenProcess(batchProgress, [batch as never as AnyDecider], ...events)

  it('goes on from where it is, until nothing is left', () => {
    const id = idOf('it')
    process()
      .when(started)
      .thenSends({ command: 'batch.advance', id, body: { from: 0 } })
    process(started)
      .when(advanced(done))
      .thenSends({ command: 'batch.advance', id, body: { from: 1 } })
    process(started)
      .when(advanced(done, done, done))
      .thenSends()
    process(started, advanced(done, refused, done))
      .when(toRevert)
      .thenSends({
        command: 'batch.advance',
        id,
        body: { from: 0 },
      })
    process(started, advanced(done, refused, done), toRevert)
      .when({ type: 'batch.taken-back', data: { results: [done, done] } })
      .thenSends()
  })
})
