import { describe, expect, it } from 'vitest'
import { choiceMeant, isOffered } from '../../../src/domain/settings/choice.ts'
import { choiceList } from '../../../src/domain/settings/choice-list.ts'
import { given, idOf } from '../../support/given.ts'

const one = (name: string, from: string | null = null, until: string | null = null) => ({
  id: idOf(name),
  name,
  from,
  until,
})
const data = {
  key: 'classification' as const,
  name: 'Classes',
  others: false,
  choices: [one('A'), one('B')],
}
const created = { type: 'choiceList.created' as const, data }

describe('CUS-07 a list of choices', () => {
  it('is made with its choices, each under a name of its own', () => {
    given(choiceList).when('choiceList.create', created.data).thenEvents(created)
    const twice = { ...created.data, choices: [one('A'), { ...one('C'), name: ' a ' }] }
    given(choiceList).when('choiceList.create', twice).thenRefused('choiceList.choice-name-taken', 'name')
  })

  it('grows at its end or where it is told, and is put in order', () => {
    const it = given(choiceList, created)
    it.when('choiceList.add-choice', { choice: one('C') }).thenEvents({
      type: 'choiceList.choice-added',
      data: { choice: one('C'), index: 2 },
    })
    it.when('choiceList.add-choice', { choice: one('b') }).thenRefused(
      'choiceList.choice-name-taken',
      'choice.name',
    )
    it.when('choiceList.move-choice', { choiceId: idOf('B'), index: 0 }).thenTypes('choiceList.choice-moved')
    it.when('choiceList.move-choice', { choiceId: idOf('B'), index: 1 }).thenNothing()
    it.when('choiceList.move-choice', { choiceId: idOf('Z'), index: 0 }).thenRefused(
      'choiceList.choice-unknown',
    )
    const moved = { type: 'choiceList.choice-moved', data: { choiceId: idOf('B'), index: 0 } } as const
    expect(given(choiceList, created, moved).state.choices.map(({ name }) => name)).toEqual(['B', 'A'])
  })

  it('keeps the names a choice has had, which nothing else may take', () => {
    const renamed = {
      type: 'choiceList.choice-changed',
      data: { choiceId: idOf('A'), changes: { name: 'Key' } },
    } as const
    given(choiceList, created)
      .when('choiceList.change-choice', { choiceId: idOf('A'), name: 'Key' })
      .thenEvents(renamed)
    const it = given(choiceList, created, renamed)
    expect(it.state.choices[0]).toMatchObject({ name: 'Key', names: ['A', 'Key'] })
    expect(choiceMeant(it.state.choices, 'a')?.id).toBe(idOf('A'))
    it.when('choiceList.add-choice', { choice: one('a') }).thenRefused('choiceList.choice-name-taken')
    it.when('choiceList.change-choice', { choiceId: idOf('A'), name: 'A' }).thenTypes(
      'choiceList.choice-changed',
    )
  })

  it('offers a choice from a day on, and until another', () => {
    const fair = one('Fair', '2027-03-01', '2027-03-05')
    expect(['2027-02-28', '2027-03-01', '2027-03-04', '2027-03-05'].map((on) => isOffered(fair, on))).toEqual(
      [false, true, true, false],
    )
    given(choiceList, created)
      .when('choiceList.change-choice', { choiceId: idOf('A'), from: '2026-05-01', until: '2026-04-01' })
      .thenRefused('choiceList.choice-never', 'until')
    const retire = (until: string) => ({ choiceId: idOf('A'), until })
    const retired = {
      type: 'choiceList.choice-changed',
      data: { choiceId: idOf('A'), changes: { until: '2026-03-02' } },
    } as const
    given(choiceList, created).when('choiceList.retire-choice', retire('2026-03-02')).thenEvents(retired)
    given(choiceList, created, retired).when('choiceList.retire-choice', retire('2026-03-03')).thenNothing()
    const planned = {
      type: 'choiceList.choice-changed',
      data: { choiceId: idOf('A'), changes: { from: '2027-01-01' } },
    } as const
    given(choiceList, created, planned)
      .when('choiceList.retire-choice', retire('2026-03-02'))
      .thenEvents({
        type: 'choiceList.choice-changed',
        data: { choiceId: idOf('A'), changes: { until: '2027-01-01' } },
      })
  })

  it('changes nothing while it is archived', () => {
    const archived = { type: 'choiceList.archived', data: {} } as const
    const it = given(choiceList, created, archived)
    it.when('choiceList.add-choice', { choice: one('C') }).thenRefused('choiceList.archived')
    it.when('choiceList.change', { others: true }).thenRefused('choiceList.archived')
    it.when('choiceList.restore', {}).thenTypes('choiceList.restored')
  })
})
