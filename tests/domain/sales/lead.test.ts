import { describe, expect, it } from 'vitest'
import { lead } from '../../../src/domain/sales/lead.ts'
import { factsOf, type Scorable, scoreOf } from '../../../src/domain/sales/lead-score.ts'
import { unanswered } from '../../../src/domain/sales/qualification.ts'
import { given, idOf, manager, rep } from '../../support/given.ts'

const asked = {
  name: { first: 'Ada', last: 'Lovelace' },
  email: 'ada@analytical.example',
  company: 'Analytical Engines',
  source: 'Website',
}
const captured = {
  type: 'lead.captured',
  data: { ...asked, phone: null, country: null, productInterest: null, ownerId: rep.id },
} as const
const answers = { budget: '50,000', authority: 'She decides', need: 'A faster engine', timeline: 'This year' }
const scoreFor = (lead: Scorable) => scoreOf(factsOf(lead))
const qualified = { type: 'lead.qualified', data: { qualification: answers } } as const
const scored = (answered = unanswered, company: string | null = asked.company) =>
  ({ type: 'lead.scored', data: scoreFor({ ...captured.data, company, qualification: answered }) }) as const
const plan = {
  accountId: null,
  accountName: 'Analytical Engines',
  contactId: null,
  ownerId: rep.id,
  opportunity: {
    name: 'Engine',
    pipelineId: idOf('pipeline'),
    amount: null,
    closeDate: null,
    productId: null,
  },
}
const requested = { type: 'lead.conversion-requested', data: { ...plan, attempt: 1 } } as const
const made = { accountId: idOf('account'), contactId: idOf('contact'), opportunityId: idOf('opportunity') }
const converted = { type: 'lead.converted', data: made } as const
const failure = {
  step: 'contact.create-from-lead',
  code: 'contact.email-taken',
  message: 'Taken.',
  accountId: idOf('account'),
  contactId: null,
}
const failed = { type: 'lead.conversion-failed', data: failure } as const
const machine = { kind: 'system', id: 'saga', roles: [] } as const
const disqualified = { type: 'lead.disqualified', data: { reason: 'Student' } } as const

describe('a lead is captured', () => {
  it('LEAD-01 by a rep who then owns it, and scored at once', () => {
    given(lead).when('lead.capture', asked).thenEvents(captured, scored())
  })

  it('FAULTS 10 by anybody else, who then owns it, for nobody yet or for whoever is named', () => {
    const ownerOf = (ownerId?: string | null) =>
      given(lead)
        .when('lead.capture', { ...asked, ...(ownerId !== undefined && { ownerId }) }, { actor: manager })
        .events()[0]
    expect(ownerOf()).toMatchObject({ data: { ownerId: manager.id } })
    expect(ownerOf(null)).toMatchObject({ data: { ownerId: null } })
    expect(ownerOf(idOf('other'))).toMatchObject({ data: { ownerId: idOf('other') } })
  })

  it('LEAD-01 with the source manual unless told', () => {
    const [event] = given(lead)
      .when('lead.capture', { name: { last: 'Byron' } })
      .events()
    expect(event).toMatchObject({ data: { source: 'manual', name: { first: null, last: 'Byron' } } })
  })
})

describe('LEAD-10 a score', () => {
  it('says of what it is made and by which rules', () => {
    expect(scored().data).toStrictEqual({
      score: 45,
      heat: 'warm',
      reasons: [
        { rule: 'company', points: 15, reason: 'Names a company' },
        { rule: 'company-address', points: 15, reason: 'Writes from a company address' },
        { rule: 'own-request', points: 15, reason: 'Asked us first' },
      ],
      ruleVersion: 1,
    })
  })

  it('follows what becomes known', () => {
    given(lead, captured, scored())
      .when('lead.change', { company: null })
      .thenEvents({ type: 'lead.changed', data: { changes: { company: null } } }, scored(unanswered, null))
    given(lead, captured, scored()).when('lead.qualify', answers).thenEvents(qualified, scored(answers))
  })

  it('stays between 0 and 100, and is not given twice alike', () => {
    const nothing = {
      email: null,
      phone: null,
      company: null,
      source: 'x',
      country: null,
      productInterest: null,
    }
    expect(scoreFor({ ...nothing, qualification: unanswered })).toMatchObject({ score: 0, heat: 'cold' })
    const all = { ...captured.data, phone: '+49 30 123456', productInterest: 'Engine', source: 'Referral' }
    expect(scoreFor({ ...all, qualification: answers })).toMatchObject({ score: 100, heat: 'hot' })
    given(lead, captured, scored()).when('lead.score', {}).thenNothing()
  })
})

describe('LEAD-11 qualification', () => {
  it('is refused until all is known, naming what is missing', () => {
    const error = given(lead, captured)
      .when('lead.qualify', { budget: '50,000', need: 'A faster engine' })
      .thenRefused('lead.criteria-missing', 'authority')
    expect(error.details).toStrictEqual({ missing: ['authority', 'timeline'] })
  })

  it('LEAD-11 adds to the answers given before', () => {
    const partly = { ...answers, timeline: null }
    given(
      lead,
      captured,
      { type: 'lead.changed', data: { changes: { qualification: partly } } },
      scored(partly),
    )
      .when('lead.qualify', { timeline: 'This year' })
      .thenEvents(qualified, scored(answers))
  })

  it('takes back a qualification by no answer of null', () => {
    given(lead, captured, qualified)
      .when('lead.qualify', { budget: null })
      .thenRefused('lead.criteria-missing', 'budget')
  })
})

describe('LEAD-11 LEAD-12 qualification by rules', () => {
  const rule = (id: string, when: object, qualifies: boolean, reason: string | null = null) => ({
    id,
    name: `By ${id}`,
    when: when as never,
    outcome: { qualifies, reason },
  })
  const rules = {
    version: 3,
    againstPeople: false,
    rules: [
      rule('country', { field: 'country', operator: 'is', value: 'KP' }, false, 'We do not sell there'),
      rule('score', { field: 'score', operator: 'at-least', value: 70 }, true),
    ],
  }
  const by = (id: string) => ({ version: 3, rule: id, name: `By ${id}` })

  it('cites rule and version, and asks for all four answers as people do', () => {
    const partly = { ...answers, timeline: null }
    const it = given(
      lead,
      captured,
      { type: 'lead.changed', data: { changes: { qualification: partly } } },
      scored(partly),
    )
    // High enough by then, but not everything is known.
    expect(scored(partly).data.score).toBeGreaterThanOrEqual(70)
    it.when('lead.judge', { qualifying: rules }).thenNothing()
    it.when('lead.change', { qualification: { timeline: 'This year' }, qualifying: rules }).thenEvents(
      { type: 'lead.changed', data: { changes: { qualification: answers } } },
      scored(answers),
      { type: 'lead.qualified', data: { qualification: answers, by: by('score') } },
    )
    given(lead, captured, scored())
      .when('lead.change', { company: 'X', qualifying: rules })
      .thenTypes('lead.changed')
  })

  it('disqualifies as it comes, and not again where a person said otherwise', () => {
    const disqualifiedBy = {
      type: 'lead.disqualified',
      data: { reason: 'We do not sell there', by: by('country') },
    } as const
    const events = given(lead)
      .when('lead.capture', { ...asked, country: 'KP', qualifying: rules })
      .events()
    expect(events.at(-1)).toEqual(disqualifiedBy)
    const abroad = { ...captured, data: { ...captured.data, country: 'KP' } }
    const reopened = { type: 'lead.reopened', data: { reason: null } } as const
    const again = given(lead, abroad, disqualifiedBy, reopened)
    again.when('lead.judge', { qualifying: rules }).thenNothing()
    again.when('lead.judge', { qualifying: { ...rules, againstPeople: true } }).thenEvents(disqualifiedBy)
    given(lead, abroad, qualified).when('lead.judge', { qualifying: rules }).thenNothing()
    given(lead, abroad).when('lead.judge', {}).thenNothing()
  })
})

describe('the status of a lead', () => {
  it('LEAD-17 is new, working once taken up, qualified, converted', () => {
    const assigned = { type: 'lead.assigned', data: { ownerId: idOf('other') } } as const
    expect(given(lead, captured).state.status).toBe('new')
    expect(given(lead, captured, assigned).state.status).toBe('working')
    expect(given(lead, captured, assigned, qualified).state.status).toBe('qualified')
    expect(given(lead, captured, qualified, requested).state.status).toBe('qualified')
    expect(given(lead, captured, qualified, requested, converted).state.status).toBe('converted')
  })

  it('LEAD-24 a disqualified one refuses everything but being disqualified again', () => {
    const it = given(lead, captured, disqualified)
    it.when('lead.disqualify', { reason: 'Other' }).thenNothing()
    it.when('lead.assign', { ownerId: idOf('x') }).thenRefused('lead.disqualified')
    it.when('lead.qualify', answers).thenRefused('lead.disqualified')
    it.when('lead.convert', plan).thenRefused('lead.disqualified')
    it.when('lead.change', { company: 'X' }).thenRefused('lead.disqualified')
  })
})

describe('LEAD-24 a lead that is put off', () => {
  const waiting = { reason: 'No budget', wakeOn: '2026-04-01', wakeAt: '2026-03-31T22:00:00.000Z' }
  const recycled = { type: 'lead.recycled', data: waiting } as const
  const woken = { type: 'lead.woken', data: { ownerId: rep.id } } as const

  it('waits for a day to come, and is taken up again on it', () => {
    given(lead, captured).when('lead.recycle', waiting).thenEvents(recycled)
    const past = { ...waiting, wakeOn: '2026-03-02', wakeAt: '2026-03-01T23:00:00.000Z' }
    given(lead, captured).when('lead.recycle', past).thenRefused('lead.wake-past', 'wakeOn')
    const later = { ...waiting, wakeOn: '2026-05-01', wakeAt: '2026-04-30T22:00:00.000Z' }
    const it = given(lead, captured, recycled)
    it.when('lead.recycle', waiting).thenNothing()
    it.when('lead.recycle', later).thenEvents({ type: 'lead.recycled', data: later })
    it.when('lead.wake', {}).thenEvents(woken)
    given(lead, captured, recycled, woken).when('lead.wake', {}).thenNothing()
    expect(given(lead, captured, recycled, woken).state).toMatchObject({ status: 'working', waiting: null })
  })

  it('can be given to another and corrected, but neither qualified nor disqualified meanwhile', () => {
    const it = given(lead, captured, qualified, recycled)
    it.when('lead.assign', { ownerId: idOf('other') }).thenTypes('lead.assigned')
    it.when('lead.change', { phone: '+49 30 1234567' }).thenTypes('lead.changed', 'lead.scored')
    it.when('lead.qualify', {}).thenRefused('lead.recycled')
    it.when('lead.disqualify', { reason: 'X' }).thenRefused('lead.recycled')
    it.when('lead.convert', plan).thenRefused('lead.not-qualified')
  })

  it('or disqualified, is put back as it stood before, unless it could not be that any more', () => {
    for (const aside of [recycled, disqualified]) {
      for (const [before, ...events] of [
        ['new'],
        ['working', { type: 'lead.assigned', data: { ownerId: idOf('other') } }],
        ['qualified', qualified],
      ] as const) {
        const reopened = { type: 'lead.reopened', data: { reason: null, status: before } } as const
        given(lead, captured, ...events, aside)
          .when('lead.put-back', {})
          .thenEvents(reopened)
        expect(given(lead, captured, ...events, aside, reopened).state).toStrictEqual({
          ...given(lead, captured, ...events).state,
          before,
          decidedByPerson: true,
        })
      }
    }
    given(lead, captured).when('lead.put-back', {}).thenNothing()
    const forgotten = { type: 'lead.changed', data: { changes: { qualification: unanswered } } } as const
    given(lead, captured, qualified, recycled, forgotten)
      .when('lead.put-back', {})
      .thenEvents({ type: 'lead.reopened', data: { reason: null, status: 'working' } })
  })
})

describe('FAULTS 28 a disqualified lead', () => {
  it('is taken up again, with what was answered', () => {
    const reopened = { type: 'lead.reopened', data: { reason: 'They called again' } } as const
    given(lead, captured, disqualified)
      .when('lead.reopen', { reason: 'They called again' })
      .thenEvents(reopened)
    given(lead, captured).when('lead.reopen', {}).thenNothing()
    const again = given(lead, captured, qualified, disqualified, reopened)
    expect(again.state).toMatchObject({ status: 'working', qualification: answers })
    again.when('lead.qualify', {}).thenTypes('lead.qualified', 'lead.scored')
  })
})

describe('LEAD-23 conversion', () => {
  it('FAULTS 29 says the way where the company or the person is archived', () => {
    const ready = given(lead, captured, qualified)
    const archivedAccount = { id: idOf('account'), name: 'Acme' }
    const archivedContact = { id: idOf('contact'), name: 'Ada Okello' }
    ready.when('lead.convert', { ...plan, archivedAccount }).thenRefused('lead.account-archived', 'accountId')
    ready.when('lead.convert', { ...plan, archivedContact }).thenRefused('lead.contact-archived', 'contactId')
    ready
      .when('lead.convert', { ...plan, archivedAccount, accountId: idOf('other') })
      .thenTypes('lead.conversion-requested')
  })

  it('is asked for once, however often it is asked', () => {
    given(lead, captured, qualified).when('lead.convert', plan).thenEvents(requested)
    given(lead, captured, qualified, requested).when('lead.convert', plan).thenNothing()
    given(lead, captured, qualified, requested, converted).when('lead.convert', plan).thenNothing()
  })

  it('needs a qualified lead, an owner and a pipeline', () => {
    given(lead, captured).when('lead.convert', plan).thenRefused('lead.not-qualified')
    const unowned = { ...captured, data: { ...captured.data, ownerId: null } }
    given(lead, unowned, qualified)
      .when('lead.convert', { ...plan, ownerId: null }, { actor: manager })
      .thenEvents({ ...requested, data: { ...requested.data, ownerId: manager.id } })
    given(lead, unowned, qualified)
      .when('lead.convert', { ...plan, ownerId: null }, { actor: machine })
      .thenRefused('lead.owner-missing', 'ownerId')
    given(lead, captured, qualified)
      .when('lead.convert', { ...plan, opportunity: { ...plan.opportunity, pipelineId: null } })
      .thenRefused('lead.pipeline-missing', 'pipelineId')
  })

  it('leaves nothing else to be done while it runs and after', () => {
    given(lead, captured, qualified, requested)
      .when('lead.disqualify', { reason: 'X' })
      .thenRefused('lead.converting')
    given(lead, captured, qualified, requested, converted)
      .when('lead.change', { company: 'X' })
      .thenRefused('lead.already-converted')
  })

  it('refuses another target once it is done', () => {
    const error = given(lead, captured, qualified, requested, converted)
      .when('lead.convert', { ...plan, accountId: idOf('another') })
      .thenRefused('lead.already-converted')
    expect(error.details).toStrictEqual(made)
  })

  it('is tried again with what was found, and given up after three attempts', () => {
    const retry = { accountId: null, contactId: idOf('found'), failure }
    const again = {
      type: 'lead.conversion-requested',
      data: { ...plan, accountId: idOf('account'), contactId: idOf('found'), attempt: 2 },
    } as const
    given(lead, captured, qualified, requested).when('lead.retry-conversion', retry).thenEvents(again)
    const third = { ...again, data: { ...again.data, attempt: 3 } }
    given(lead, captured, qualified, requested, again, third)
      .when('lead.retry-conversion', retry)
      .thenEvents(failed)
    given(lead, captured, qualified, requested, converted).when('lead.retry-conversion', retry).thenNothing()
  })

  it('that failed can be asked for again, and tells what was made', () => {
    given(lead, captured, qualified, requested).when('lead.fail-conversion', failure).thenEvents(failed)
    const after = given(lead, captured, qualified, requested, failed)
    expect(after.state.remains).toStrictEqual({ accountId: idOf('account'), contactId: null })
    after.when('lead.convert', plan).thenEvents(requested)
  })

  it('is completed once', () => {
    given(lead, captured, qualified, requested).when('lead.complete-conversion', made).thenEvents(converted)
    given(lead, captured, qualified, requested, converted)
      .when('lead.complete-conversion', made)
      .thenNothing()
  })
})
