import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureRoles, roleId } from '../../../src/commands/identity/role.ts'
import {
  type Authorities,
  type Authority,
  following,
  noAuthority,
} from '../../../src/domain/identity/authority.ts'
import { catalogue } from '../../../src/registry.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { answered } from '../../support/reply.ts'

describe('USR-06 what a role is after another release', () => {
  const before: Authority = { ...noAuthority, may: ['lead.*', 'old.read'], hidden: { account: ['revenue'] } }
  const next: Authority = {
    ...noAuthority,
    may: ['lead.*', 'new.read'],
    seesAll: ['new'],
    hidden: { account: ['employees'] },
  }

  it('is what the release gives where nobody has changed it', () => {
    expect(following(before, before, next)).toEqual(next)
    expect(following(next, next, next)).toEqual(next)
  })

  it('keeps what an administrator has given and what they have taken away', () => {
    const changed: Authority = {
      ...before,
      may: ['old.read', 'user.*'],
      seesAll: ['order'],
      seesMembers: true,
      hidden: { account: ['sector'], contact: ['phone'] },
    }
    expect(following(changed, before, next)).toEqual({
      may: ['user.*', 'new.read'],
      seesAll: ['order', 'new'],
      seesMembers: true,
      queues: [],
      hidden: { account: ['sector', 'employees'], contact: ['phone'] },
      readOnly: {},
    })
  })
})

describe('USR-06 roles of an older installation', () => {
  let t: TestApp
  beforeAll(async () => {
    t = await testApp()
  })
  afterAll(() => t.close())

  type Shown = Authority & { revision: number }
  const rep = async () => {
    await t.settled()
    return answered<Shown>(t.as('admin').get(`/api/roles/${roleId('rep')}`))
  }
  /** A release in which representatives may do more, or less. */
  const release = (change: (rep: Authority) => Partial<Authority>): Authorities => ({
    ...catalogue.authorities,
    rep: { ...catalogue.authorities.rep, ...change(catalogue.authorities.rep) },
  })
  const start = (authorities: Authorities) => ensureRoles(t.execute, authorities, '9.9.9')

  it('gain what a release brings, once, told in history with the reason', async () => {
    const at = await rep()
    await start(catalogue.authorities)
    expect((await rep()).revision).toBe(at.revision)

    const brought = release(({ may }) => ({ may: [...may, 'parcel.read'] }))
    await start(brought)
    await start(brought)
    const after = await rep()
    expect(after.may).toEqual([...at.may, 'parcel.read'])
    expect(after.revision).toBe(at.revision + 1)
    const { items } = await answered<{ items: { title: string; reason: { code: string; text: string } }[] }>(
      t.as('admin').get(`/api/roles/${roleId('rep')}/history`),
    )
    expect(items[0]).toMatchObject({ title: 'Follows the release: may', reason: { code: 'release' } })
    expect(items[0]?.reason.text).toContain('9.9.9')
  })

  it('do not gain again what an administrator took away, and keep what they gave', async () => {
    const { may } = await rep()
    const own = [...may.filter((one) => one !== 'parcel.read'), 'team.create']
    await answered(t.as('admin').patch(`/api/roles/${roleId('rep')}`, { may: own }))
    await start(release((one) => ({ may: [...one.may, 'parcel.read', 'survey.read'] })))
    expect((await rep()).may).toEqual([...own, 'survey.read'])
    await start(release(() => ({})))
    expect((await rep()).may).toEqual(own)
  })
})
