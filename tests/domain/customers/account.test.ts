import { describe, expect, it } from 'vitest'
import { account } from '../../../src/domain/customers/account.ts'
import { contact } from '../../../src/domain/customers/contact.ts'
import { specOf } from '../../../src/domain/event.ts'
import { personalPaths } from '../../../src/domain/personal.ts'
import { lead } from '../../../src/domain/sales/lead.ts'
import { given, idOf, manager, rep } from '../../support/given.ts'

const nothingElse = {
  sector: null,
  naics: null,
  website: null,
  email: null,
  phone: null,
  otherEmails: [],
  otherPhones: [],
  addresses: [],
  social: [],
  yearEstablished: null,
  revenue: null,
  employees: null,
  country: null,
  parentId: null,
  slaPolicyId: null,
  serviceNotes: null,
  classification: null,
  leadId: null,
}
const created = {
  type: 'account.created',
  data: { ...nothingElse, name: 'Initech', ownerId: rep.id, relation: 'prospect' },
} as const

describe('CUS-04 an account', () => {
  it('FAULTS 10 is owned by whoever is named, else by who makes it, whatever their role', () => {
    given(account).when('account.create', { name: '  Initech ' }).thenEvents(created)
    given(account)
      .when('account.create', { name: 'Initech' }, { actor: manager })
      .thenEvents({ type: 'account.created', data: { ...created.data, ownerId: manager.id } })
    given(account)
      .when('account.create', { name: 'Initech', ownerId: null })
      .thenEvents({ type: 'account.created', data: { ...created.data, ownerId: null } })
  })

  it('changes only what differs; null takes a value away', () => {
    const it = given(account, created)
    it.when('account.change', { name: 'Initech', sector: 'retail' }).thenEvents({
      type: 'account.changed',
      data: { changes: { sector: 'retail' } },
    })
    it.when('account.change', { ownerId: null }).thenEvents({
      type: 'account.changed',
      data: { changes: { ownerId: null } },
    })
    it.when('account.change', {}).thenNothing()
  })

  it('belongs to another account, not to itself, nor in a circle', () => {
    const it = given(account, created)
    const parentId = idOf('parent')
    it.when('account.change', { parentId, ancestors: [parentId] }).thenEvents({
      type: 'account.changed',
      data: { changes: { parentId } },
    })
    it.when('account.change', { parentId: idOf('it'), ancestors: [idOf('it')] }).thenRefused(
      'account.own-parent',
      'parentId',
    )
    it.when('account.change', { parentId, ancestors: null }).thenRefused('account.parent-unknown', 'parentId')
    it.when('account.change', { parentId, ancestors: [parentId, idOf('it')] }).thenRefused(
      'account.parent-circle',
      'parentId',
    )
  })

  it('is not changed while archived', () => {
    given(account, created, { type: 'account.archived', data: {} })
      .when('account.change', { name: 'Other' })
      .thenRefused('account.archived')
  })
})

describe('SEC personal data of persons', () => {
  it('is marked in every event that carries it', () => {
    const marked = (events: Record<string, Parameters<typeof specOf>[0]>) =>
      Object.fromEntries(
        Object.entries(events)
          .map(([type, of]) => [type, personalPaths(specOf(of).schema)] as const)
          .filter(([, paths]) => paths.length > 0),
      )
    const ofContact = [
      'email',
      'phone',
      'otherEmails',
      'otherPhones',
      'addresses',
      'social',
      'title',
      'birthDate',
      'gender',
      'language',
      'region',
    ]
    expect(marked(contact.events)).toStrictEqual({
      'contact.absorbed': ['now.consents.*.source', 'now.doNotContact', 'now.suppressions.*.address'],
      'contact.released': ['now.consents.*.source', 'now.doNotContact', 'now.suppressions.*.address'],
      'contact.mail-suppressed': ['address'],
      'contact.created': ['name.first', 'name.last', ...ofContact],
      'contact.changed': [
        'changes.name.first',
        'changes.name.last',
        ...ofContact.map((name) => `changes.${name}`),
      ],
      'contact.custom-values-set': ['personal.*.value'],
      'contact.do-not-contact-set': ['doNotContact'],
      'contact.lawful-basis-stated': ['collectedFrom'],
      'contact.consent-given': ['source'],
    })
    expect(marked(lead.events)).toStrictEqual({
      'lead.captured': [
        'name.first',
        'name.last',
        'email',
        'phone',
        'postcode',
        'submission.page',
        'submission.utm',
        'submission.message',
      ],
      'lead.changed': [
        'changes.name.first',
        'changes.name.last',
        'changes.email',
        'changes.phone',
        'changes.postcode',
        'changes.qualification.authority',
      ],
      'lead.qualified': ['qualification.authority'],
      'lead.custom-values-set': ['personal.*.value'],
      'lead.do-not-contact-set': ['doNotContact'],
      'lead.mail-suppressed': ['address'],
    })
    expect(marked(account.events)).toStrictEqual({})
  })
})
