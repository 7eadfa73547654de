import { randomUUID } from 'node:crypto'
import { noAuthority } from '../../src/domain/identity/authority.ts'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { type Client, client, type TestApp } from './app.ts'

/** A person of the matrix: what the oracle knows of them. */
export interface Someone {
  name: string
  role: 'admin' | 'auditor' | 'manager' | 'rep' | 'agent' | 'clerk' | undefined
  team: string | undefined
  /** The team this person manages. */
  manages: string | undefined
  /** Whether their session still counts. */
  active: boolean
}

const someone = (
  name: string,
  role: Someone['role'],
  team?: string,
  more: Partial<Someone> = {},
): Someone => ({
  name,
  role,
  team,
  manages: undefined,
  active: true,
  ...more,
})

export const everybody: readonly Someone[] = [
  someone('admin', 'admin'),
  someone('auditor', 'auditor'),
  someone('manager', 'manager', undefined, { manages: 'north' }),
  someone('other manager', 'manager', undefined, { manages: 'south' }),
  someone('head', 'manager', undefined, { manages: 'top' }),
  someone('regional', 'rep', 'region'),
  someone('owner', 'rep', 'north'),
  someone('mate', 'rep', 'north'),
  someone('stranger', 'rep', 'south'),
  someone('agent', 'agent'),
  someone('northern agent', 'agent', 'north'),
  someone('reader', 'rep', 'south'),
  someone('writer', 'rep', 'south'),
  someone('of a team shared with', 'rep', 'west'),
  someone('expired', 'rep', 'south'),
  someone('taken back', 'rep', 'south'),
  someone('clerk', 'clerk', 'north'),
  someone('gone', 'rep', 'north', { active: false }),
  someone('nobody', undefined, undefined, { active: false }),
]

/** What each team is part of, in the end; before, the north was part of the south. */
export const partOf: Readonly<Record<string, string>> = { north: 'region', region: 'top' }

/** A record of the matrix: what the oracle knows of it. */
export interface Thing {
  name: string
  model: string
  resource: string
  id: string
  /** Names of people and of a team. */
  owner: string | undefined
  team: string | undefined
  /** Whether it is shared, always with the same people. */
  shared: boolean
  /** People the record itself names, such as the grantee of a share. */
  concerns: readonly string[]
  /** What it is about, with which it is seen. */
  about: Thing | undefined
}

/** The first event of a record, and an instant before which it belonged to somebody else, if it ever did. */
export interface Matrix {
  people: ReadonlyMap<string, Client>
  tokens: ReadonlyMap<string, string>
  things: readonly Thing[]
  /** Between the making of everything and the last change of owners. */
  before: string
}

const system = systemPrincipal('test', { kind: 'cli' })
const money = { amount: 5000, currency: 'EUR' }

/** Teams, people, and records in every relation to them. `later` moves the clock on. */
export async function furnishMatrix(t: TestApp, later: (ms: number) => void): Promise<Matrix> {
  const run = async (command: string, body: object, id?: string) =>
    (await t.execute({ command, body, principal: system, ...(id && { id }) })).id
  const teams = new Map<string, string>()
  for (const name of ['north', 'south', 'west', 'region', 'top'])
    teams.set(name, await run('team.create', { name }))
  const join = (team: string, parent: string) =>
    run('team.change', { parentId: teams.get(parent) }, teams.get(team))
  await join('north', 'south')
  await join('region', 'top')
  const clerk = await run('role.define', {
    ...noAuthority,
    name: 'Clerk',
    may: ['lead.read', 'lead.change', 'account.read'],
    queues: ['lead'],
    hidden: { lead: ['email'] },
    readOnly: { lead: ['company'] },
  })
  const ids = new Map<string, string>()
  const tokens = new Map<string, string>()
  for (const { name, role, team } of everybody) {
    if (role === undefined) continue
    const body = {
      name,
      email: `${name.replaceAll(' ', '.')}@matrix.example`,
      role: role === 'clerk' ? clerk : role,
      teamId: teams.get(team ?? '') ?? null,
    }
    const id = await run('user.register', body)
    ids.set(name, id)
    tokens.set(name, (await t.sessions.open(randomUUID(), id)).token)
  }
  const id = (name: string) => ids.get(name) ?? ''
  for (const { name, manages } of everybody)
    if (manages) await run('team.change', { managerId: id(name) }, teams.get(manages))

  const stage = (name: string, kind: string, probability: number) => ({
    id: randomUUID(),
    name,
    kind,
    probability,
  })
  const stages = [stage('New', 'open', 0.1), stage('Won', 'won', 1), stage('Lost', 'lost', 0)]
  const pipeline = await run('pipeline.create', {
    name: 'Matrix',
    currency: 'EUR',
    isDefault: true,
    stages,
  })
  const account = await run('account.create', { name: 'Matrix', ownerId: id('owner') })
  const lead = (ownerId: string | null) =>
    run('lead.capture', {
      name: { first: 'Ada', last: 'Lovelace' },
      email: 'ada@secret.example',
      source: 'web',
      company: 'Engines',
      ownerId,
    })
  const deal = (ownerId: string) =>
    run('opportunity.open', {
      name: 'Deal',
      accountId: account,
      ownerId,
      pipelineId: pipeline,
      amount: money,
    })
  const ticket = (assigneeId: string | null, teamId: string | null) =>
    run('ticket.open', { subject: 'Help', priority: 'normal', channel: 'web', assigneeId, teamId })

  const things: Thing[] = []
  const thing = (name: string, model: string, of: string, more: Partial<Thing> = {}) => {
    const resource = `${model}s`.replace(/ys$/, 'ies')
    const none = { owner: undefined, team: undefined, shared: false, concerns: [], about: undefined }
    things.push({ name, model, resource, id: of, ...none, ...more })
    return of
  }
  const note = async (name: string, of: string | undefined, owner?: string) => {
    const about = things.find((one) => one.id === of)
    const regarding = about ? [{ model: about.model, id: about.id }] : []
    const assigneeId = owner ? id(owner) : null
    const made = await run('activity.add', { kind: 'task', subject: 'Note', regarding, assigneeId })
    return thing(name, 'activity', made, { owner, about })
  }
  const filed = async (name: string, of: string) => {
    const about = things.find((one) => one.id === of)
    if (!about) throw new Error(`there is no ${of}`)
    const content = { type: 'text/plain', bytes: 1, hash: null, blob: '0'.repeat(64), key: randomUUID() }
    const record = { model: about.model, id: about.id }
    thing(name, 'file', await run('file.add', { record, name: 'Terms.txt', content }), { about })
  }
  const shared: [string, string][] = []
  const share = (model: string, of: string) => {
    shared.push([model, of])
    return of
  }

  thing('own lead', 'lead', await lead(id('owner')), { owner: 'owner' })
  thing('shared lead', 'lead', share('lead', await lead(id('owner'))), { owner: 'owner', shared: true })
  thing('waiting lead', 'lead', await lead(null))
  thing('lead elsewhere', 'lead', await lead(id('stranger')), { owner: 'stranger' })
  thing('lead of the region', 'lead', await lead(id('regional')), { owner: 'regional' })
  thing('lead of who is gone', 'lead', await lead(id('gone')), { owner: 'gone' })
  const own = thing('own deal', 'opportunity', await deal(id('owner')), { owner: 'owner' })
  thing('shared deal', 'opportunity', share('opportunity', await deal(id('owner'))), {
    owner: 'owner',
    shared: true,
  })
  thing('deal elsewhere', 'opportunity', await deal(id('stranger')), { owner: 'stranger' })
  const moved = thing('deal that was the owner’s', 'opportunity', await deal(id('owner')), {
    owner: 'stranger',
  })
  const quote = { opportunityId: own, currency: 'EUR', lines: [], validUntil: '2099-01-31' }
  thing('own quote', 'quote', await run('quote.draft', quote), { owner: 'owner' })
  thing('own account', 'account', account, { owner: 'owner' })
  const contact = { name: { first: 'Grace', last: 'Hopper' }, accountId: account, ownerId: id('stranger') }
  thing('contact elsewhere', 'contact', await run('contact.create', contact), { owner: 'stranger' })
  thing('waiting ticket', 'ticket', await ticket(null, null))
  const alone = (ownerId: string) =>
    run('opportunity.open', { name: 'Alone', ownerId, pipelineId: pipeline, amount: money })
  const lone = share('opportunity', await alone(id('owner')))
  thing('shared deal of nobody’s account', 'opportunity', lone, { owner: 'owner', shared: true })
  const other = thing('such a deal elsewhere', 'opportunity', await alone(id('stranger')), {
    owner: 'stranger',
  })
  await note('own activity', undefined, 'owner')
  await note('activity on a shared deal', lone)
  const told = await note('activity on a deal elsewhere', other, 'owner')
  await note('activity with an account', account)
  await filed('file with a shared deal', lone)
  await filed('file with a deal elsewhere', other)
  await filed('file with an account', account)
  await filed('file with an activity', told)
  thing('ticket of a team', 'ticket', await ticket(null, teams.get('north') ?? ''), { team: 'north' })
  thing('own ticket', 'ticket', await ticket(id('owner'), null), { owner: 'owner' })
  thing('shared ticket', 'ticket', share('ticket', await ticket(id('agent'), null)), {
    owner: 'agent',
    shared: true,
  })
  thing('product', 'product', await run('product.create', { name: 'Engine', code: 'M1', price: money }))
  thing('pipeline', 'pipeline', pipeline)
  thing('team', 'team', teams.get('west') ?? '')
  thing('user', 'user', id('mate'))
  thing('role', 'role', clerk)

  const principal = { ...system, actor: { ...system.actor, id: id('owner') } }
  for (const [model, recordId] of shared) {
    const grant = (granteeId: string, level: string, more: object = {}) =>
      t.execute({
        command: 'share.grant',
        body: { model, recordId, grantee: 'user', granteeId, level, reason: 'Together', ...more },
        principal,
      })
    const first = await grant(id('reader'), 'read')
    if (model === 'lead') thing('share', 'share', first.id, { owner: 'owner', concerns: ['reader'] })
    await grant(id('writer'), 'write')
    await grant(teams.get('west') ?? '', 'read', { grantee: 'team' })
    const hour = new Date(Date.parse(t.services.clock()) + 3_600_000).toISOString()
    await grant(id('expired'), 'write', { expiresAt: hour })
    const back = await grant(id('taken back'), 'write')
    await t.execute({ command: 'share.revoke', id: back.id, body: {}, principal })
  }
  await t.settled()
  const before = t.services.clock()
  later(2 * 3_600_000)
  await run('opportunity.assign', { ownerId: id('stranger') }, moved)
  await join('north', 'region')
  await run('user.deactivate', {}, id('gone'))
  await t.settled()
  return {
    people: new Map(everybody.map(({ name }) => [name, client(t.app, tokens.get(name))])),
    tokens,
    things,
    before,
  }
}
