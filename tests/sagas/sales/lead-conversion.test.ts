import { describe, it } from 'vitest'
import { createdId } from '../../../src/commands/ids.ts'
import { account } from '../../../src/domain/customers/account.ts'
import { contact } from '../../../src/domain/customers/contact.ts'
import type { AnyDecider } from '../../../src/domain/decider.ts'
import { lead } from '../../../src/domain/sales/lead.ts'
import { opportunity } from '../../../src/domain/sales/opportunity.ts'
import { leadConversion } from '../../../src/sagas/sales/lead-conversion.ts'
import { givenProcess, type Happening, idOf, rep } from '../../support/given.ts'

const deciders = [lead, account, contact, opportunity] as never as AnyDecider[]
const given = (...events: Happening[]) => givenProcess(leadConversion, deciders, ...events)

const leadId = idOf('lead')
const deal = { name: 'Engine', pipelineId: idOf('pipeline'), amount: null, closeDate: null, productId: null }
const plan = {
  attempt: 1,
  accountId: null as string | null,
  accountName: 'Analytical Engines' as string | null,
  contactId: null as string | null,
  ownerId: rep.id,
  opportunity: deal,
}
const requested = (parts: Partial<typeof plan> = {}): Happening => ({
  id: leadId,
  type: 'lead.conversion-requested',
  data: { ...plan, ...parts },
})

/** The id that what was sent last will be made under. */
function madeBy(...events: Happening[]): string {
  const [sent] = given(...events).sent
  return createdId(sent?.id ?? '')
}

const accountMade = (id: string): Happening => ({
  id,
  type: 'account.created',
  data: { name: 'Analytical Engines', leadId },
})
const contactMade = (id: string): Happening => ({
  id,
  type: 'contact.created',
  data: { name: { last: 'Lovelace' }, leadId },
})
const stage = { id: idOf('stage'), name: 'Prospecting', probability: 0.1, kind: 'open' }
const dealMade = (id: string): Happening => ({
  id,
  type: 'opportunity.opened',
  data: {
    ...deal,
    accountId: null,
    contactId: null,
    ownerId: rep.id,
    stage,
    probability: 0.1,
    probabilityOverridden: false,
    leadId,
  },
})
const accountId = madeBy(requested())
const contactId = madeBy(requested(), accountMade(accountId))
const opportunityId = madeBy(requested(), accountMade(accountId), contactMade(contactId))

describe('LEAD-23 the conversion of a lead', () => {
  it('makes account, contact and opportunity, each naming the one before, and completes the lead', () => {
    given()
      .when(requested())
      .thenSends({ command: 'account.create', body: { name: 'Analytical Engines', ownerId: rep.id, leadId } })
    given(requested())
      .when(accountMade(accountId))
      .thenSends({ command: 'contact.create-from-lead', body: { leadId, accountId, ownerId: rep.id } })
    given(requested(), accountMade(accountId))
      .when(contactMade(contactId))
      .thenSends({
        command: 'opportunity.open',
        body: { ...deal, accountId, contactId, ownerId: rep.id, leadId },
      })
    given(requested(), accountMade(accountId), contactMade(contactId))
      .when(dealMade(opportunityId))
      .thenSends({
        command: 'lead.complete-conversion',
        id: leadId,
        body: { accountId, contactId, opportunityId },
      })
    given(requested())
      .when({ id: leadId, type: 'lead.converted', data: { accountId, contactId, opportunityId } })
      .thenDone()
  })

  it('links what is known', () => {
    given()
      .when(requested({ accountId: idOf('known') }))
      .thenSends({
        command: 'contact.create-from-lead',
        body: { leadId, accountId: idOf('known'), ownerId: rep.id },
      })
    given()
      .when(requested({ accountId: idOf('known'), contactId: idOf('friend') }))
      .thenSends({
        command: 'opportunity.open',
        body: { ...deal, accountId: idOf('known'), contactId: idOf('friend'), ownerId: rep.id, leadId },
      })
  })

  it('makes no account for a lead without a company', () => {
    given()
      .when(requested({ accountName: null }))
      .thenSends({ command: 'contact.create-from-lead', body: { leadId, accountId: null, ownerId: rep.id } })
  })

  it('is not moved by what others make and say is from this lead', () => {
    given(requested())
      .when(accountMade(idOf('stranger')))
      .thenSends()
    given(requested())
      .when(dealMade(idOf('stranger')))
      .thenSends()
    given().when(accountMade(accountId)).thenSends()
  })

  const failure = (code: string, step: string, parts: object = {}) => ({
    step,
    code,
    message: 'Refused.',
    accountId: null,
    contactId: null,
    ...parts,
  })

  it('looks anew when a name or address was just taken', () => {
    given(requested())
      .whenRefused('account.create', { code: 'account.name-taken' })
      .thenSends({
        command: 'lead.retry-conversion',
        id: leadId,
        body: { failure: failure('account.name-taken', 'account.create') },
      })
    given(requested(), accountMade(accountId))
      .whenRefused('contact.create-from-lead', { code: 'contact.email-taken' })
      .thenSends({
        command: 'lead.retry-conversion',
        id: leadId,
        body: { failure: failure('contact.email-taken', 'contact.create-from-lead', { accountId }) },
      })
  })

  it('FAULTS 22.1 looks anew when what was found is gone, or never was', () => {
    const found = requested({ accountId: idOf('unborn') })
    given(found)
      .whenRefused('contact.create-from-lead', { code: 'contact.account-unknown' })
      .thenSends({
        command: 'lead.retry-conversion',
        id: leadId,
        body: {
          failure: failure('contact.account-unknown', 'contact.create-from-lead', {
            accountId: idOf('unborn'),
          }),
        },
      })
  })

  it('tells any other refusal on the lead, with what had been made', () => {
    given(requested(), accountMade(accountId), contactMade(contactId))
      .whenRefused('opportunity.open', { code: 'opportunity.pipeline-archived' })
      .thenSends({
        command: 'lead.fail-conversion',
        id: leadId,
        body: failure('opportunity.pipeline-archived', 'opportunity.open', { accountId, contactId }),
      })
  })

  it('begins again after a failure', () => {
    const failed = {
      id: leadId,
      type: 'lead.conversion-failed',
      data: failure('x.y', 'account.create', { accountId: idOf('made') }),
    }
    given(requested()).when(failed).thenDone()
    given(requested(), failed)
      .when(requested({ accountId: idOf('made') }))
      .thenSends({
        command: 'contact.create-from-lead',
        body: { leadId, accountId: idOf('made'), ownerId: rep.id },
      })
  })
})
