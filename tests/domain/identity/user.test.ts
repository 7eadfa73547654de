import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DomainError } from '../../../src/domain/error.ts'
import { roles } from '../../../src/domain/identity/authority.ts'
import { refuseWeak, wordsOfPlace } from '../../../src/domain/identity/password.ts'
import { session } from '../../../src/domain/identity/session.ts'
import { defaultRules } from '../../../src/domain/identity/sign-in-policy.ts'
import { user } from '../../../src/domain/identity/user.ts'
import { isKnownPassword } from '../../../src/platform/people/known-passwords.ts'
import { allows } from '../../../src/platform/people/permissions.ts'
import { catalogue } from '../../../src/registry.ts'
import { given, idOf } from '../../support/given.ts'

const ada = {
  name: 'Ada Byron',
  email: 'ada@example.com',
  teamId: null,
  timeZone: 'UTC',
  role: 'rep',
} as const
const registered = { type: 'user.registered', data: ada } as const
const deactivated = { type: 'user.deactivated', data: {} } as const

describe('USR-01 a user', () => {
  it('is registered', () => {
    given(user)
      .when('user.register', { name: 'Ada Byron', email: ' Ada@Example.com', role: 'rep' })
      .thenEvents(registered)
  })

  it('keeps of a change only what differs', () => {
    given(user, registered)
      .when('user.change', { name: 'Ada Lovelace', email: 'ADA@example.com' })
      .thenEvents({ type: 'user.changed', data: { changes: { name: 'Ada Lovelace' } } })
    given(user, registered).when('user.change', { name: 'Ada Byron' }).thenEvents()
  })
})

describe('USR-06 a role', () => {
  it('is assigned once', () => {
    given(user, registered)
      .when('user.assign-role', { role: 'manager' })
      .thenEvents({ type: 'user.role-assigned', data: { role: 'manager' } })
    given(user, registered).when('user.assign-role', { role: 'rep' }).thenEvents()
  })

  it('reads everything for an auditor, and writes nothing', () => {
    const { may, seesAll } = catalogue.authorities.auditor
    expect(seesAll).toEqual(['*'])
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,12}$/), fc.stringMatching(/^[a-z-]{1,12}$/), (model, verb) => {
        expect(allows(may, `${model}.${verb}`)).toBe(verb === 'read')
      }),
    )
  })

  it('does not let anybody but admins manage users', () => {
    for (const role of roles)
      expect(allows(catalogue.authorities[role].may, 'user.assign-role')).toBe(role === 'admin')
  })
})

describe('USR-12 deactivation', () => {
  it('happens once, and can be taken back', () => {
    given(user, registered).when('user.deactivate', {}).thenEvents(deactivated)
    given(user, registered, deactivated).when('user.deactivate', {}).thenEvents()
    given(user, registered, deactivated)
      .when('user.reactivate', {})
      .thenEvents({ type: 'user.reactivated', data: {} })
  })

  it('leaves no password to be set', () => {
    given(user, registered, deactivated)
      .when('user.set-password', { credentialId: idOf('credential') })
      .thenRefused('user.deactivated')
  })
})

describe('USR-09 a session', () => {
  const begun = { type: 'session.begun', data: { userId: idOf('ada') } } as const
  it('begins and ends once', () => {
    given(session)
      .when('session.begin', { userId: idOf('ada') })
      .thenEvents(begun)
    const ended = { type: 'session.ended', data: { cause: 'signed-out' } } as const
    given(session, begun).when('session.end', { cause: 'signed-out' }).thenEvents(ended)
    given(session, begun, ended).when('session.end', { cause: 'replaced' }).thenEvents()
  })
})

describe('USR-18 a password', () => {
  const codeOf = (password: string) => {
    try {
      refuseWeak(password, ada, defaultRules, isKnownPassword, wordsOfPlace('Larkspur Optics Ltd'))
      return undefined
    } catch (error) {
      return error instanceof DomainError ? error.code : 'another error'
    }
  }

  it.each([
    ['aaaaaabbbbbb', 'user.password-monotonous'],
    ['PassWord1234567', 'user.password-common'],
    ['password12345', 'user.password-common'],
    ['ada@example.com1', 'user.password-personal'],
    ['ADA BYRON 1815', 'user.password-personal'],
    ['larkspuroptics1', 'user.password-obvious'],
    ['hindsight2026', 'user.password-obvious'],
    ['HINDSIGHT!!larkspur', 'user.password-obvious'],
    ['hindsight-demo', undefined],
    ['correct horse battery', undefined],
  ])('%s is %s', (password, code) => {
    expect(codeOf(password)).toBe(code)
  })
})
