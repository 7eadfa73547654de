import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { type MailServer, mailServer } from '../../support/mail-server.ts'
import { answered, problem } from '../../support/reply.ts'

describe('sequences', () => {
  let t: TestApp
  let smtp: MailServer
  let common: object
  let shift = 0
  const clock = () => new Date(Date.now() + shift).toISOString()
  const hour = 3_600_000
  let templateId: string
  let campaignId: string
  let productId: string
  beforeAll(async () => {
    smtp = await mailServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(null, { user: 'sales' }),
    })
    t = await testApp({ clock, publicUrl: 'https://crm.larkspur.example' })
    productId = (await furnish(t)).productId
    const mailboxId = await make(t.as('admin'), '/api/mailboxes', {
      name: 'Larkspur news',
      address: 'news@larkspur.example',
      smtp: { host: '127.0.0.1', port: Number(new URL(smtp.url).port), tls: 'none' },
      login: 'news',
    })
    await answered(t.as('admin').post(`/api/mailboxes/${mailboxId}/password`, { password: 'let-me-in' }))
    await answered(
      t.as('admin').patch('/api/settings/sending-policy', {
        purposes: [{ name: 'Offers', basis: 'legitimate-interests', about: null }],
      }),
    )
    templateId = await make(t.as('manager'), '/api/message-templates', {
      name: 'Hello',
      subject: 'Hello {{ person.lastName }}',
      body: 'Good day.',
    })
    await answered(t.as('manager').post(`/api/message-templates/${templateId}/publish`))
    campaignId = await make(t.as('manager'), '/api/campaigns', { name: 'Nurture' })
    await answered(t.as('manager').post(`/api/campaigns/${campaignId}/start`))
    common = { campaignId, mailboxId, purpose: 'Offers' }
  })
  afterAll(async () => {
    await t?.close()
    await smtp?.close()
  })

  const sequenceOf = async (name: string, more: object) => {
    const id = await make(t.as('manager'), '/api/sequences', { name, ...common, ...more })
    await answered(t.as('manager').post(`/api/sequences/${id}/publish`))
    return id
  }
  const leadOf = (last: string, more: object = {}) =>
    make(t.as('manager'), '/api/leads', {
      name: { first: null, last },
      email: `${last.toLowerCase()}@acme.example`,
      source: 'manual',
      ...more,
    })
  interface Way {
    id: string
    status: string
    step: number
    exit: string | null
    version: number
  }
  const wayOf = async (id: string) => {
    await t.settled()
    return answered<Way>(t.as('manager').get(`/api/enrolments/${id}`))
  }
  const enter = (sequenceId: string, personId: string) =>
    make(t.as('manager'), '/api/enrolments', { sequenceId, personId })
  const mailsTo = (last: string) =>
    smtp.letters.filter(({ to }) => to === `${last.toLowerCase()}@acme.example`).length
  const mail = () => ({ do: 'mail', templateId })
  const wait = (amount: number, unit = 'hours') => ({ do: 'wait', amount, unit, calendarId: null })
  const task = { do: 'task', subject: 'Call them', dueInDays: 2, assigneeId: null }

  it('MKT-07 takes somebody through mails, waits, conditions and tasks, in the version in which they came', async () => {
    const known = { field: 'company', operator: 'known' }
    const id = await sequenceOf('Welcome', {
      model: 'lead',
      steps: [mail(), wait(2), { do: 'check', where: known, skip: 1 }, mail(), task],
    })
    const leadId = await leadOf('Through')
    const way = await enter(id, leadId)
    await eventually(async () => {
      expect(await wayOf(way)).toMatchObject({ status: 'active', step: 2 })
      expect(mailsTo('Through')).toBe(1)
    })
    expect(
      await problem(t.as('manager').post('/api/enrolments', { sequenceId: id, personId: leadId })),
    ).toEqual([409, expect.any(String)])
    await answered(t.as('manager').patch(`/api/sequences/${id}`, { steps: [mail()] }))
    await answered(t.as('manager').post(`/api/sequences/${id}/publish`))
    shift += 2 * hour + 60_000
    await eventually(async () =>
      expect(await wayOf(way)).toMatchObject({ status: 'done', version: 1, step: 5 }),
    )
    // Asked again for what is done, as after a kill, it does nothing.
    for (const from of [0, 1, 4])
      expect(
        await t.services.execute({
          command: 'enrolment.advance',
          id: way,
          body: { from },
          principal: systemPrincipal('test', { kind: 'saga' }),
        }),
      ).toMatchObject({ events: [] })
    // The company is not known: the second mail was left out, the task was not.
    expect(mailsTo('Through')).toBe(1)
    const { items } = await answered<{ items: object[] }>(
      t.as('manager').get(`/api/activities?kind=task&regarding=${leadId}`),
    )
    expect(items).toMatchObject([{ subject: 'Call them', status: 'open' }])
    expect(await answered(t.as('manager').get(`/api/sequences/${id}/movement`))).toMatchObject({
      entered: 1,
      completed: 1,
      places: [{ version: 1, step: 0, sent: 1, leftOut: 0 }],
    })
  })

  it('MKT-07 waits while the sequence or the person is paused, and lets nobody be written to who has left', async () => {
    const id = await sequenceOf('Pauses', { model: 'lead', steps: [wait(1), mail()] })
    const [one, other, out] = await Promise.all(
      ['Paused', 'Held', 'Leaver'].map(async (last) => enter(id, await leadOf(last))),
    )
    await eventually(async () => expect(await wayOf(out ?? '')).toMatchObject({ step: 1 }))
    await answered(t.as('manager').post(`/api/enrolments/${one}/pause`))
    await answered(t.as('manager').post(`/api/enrolments/${out}/exit`))
    await answered(t.as('manager').post(`/api/sequences/${id}/pause`))
    shift += hour + 60_000
    await t.settled()
    expect(await wayOf(other ?? '')).toMatchObject({ status: 'active', step: 1 })
    await answered(t.as('manager').post(`/api/sequences/${id}/resume`))
    shift += hour / 4
    await eventually(async () => expect(await wayOf(other ?? '')).toMatchObject({ status: 'done' }))
    expect(await wayOf(one ?? '')).toMatchObject({ status: 'paused', step: 1 })
    await answered(t.as('manager').post(`/api/enrolments/${one}/resume`))
    await eventually(async () => expect(await wayOf(one ?? '')).toMatchObject({ status: 'done' }))
    await eventually(() => expect([mailsTo('Held'), mailsTo('Paused')]).toEqual([1, 1]))
    expect(await wayOf(out ?? '')).toMatchObject({ status: 'left', exit: 'by-hand' })
    expect(mailsTo('Leaver')).toBe(0)
  })

  it('MKT-07, LEAD-20 lets those leave who have got there or want no more of it, and says of a mail why it was not sent', async () => {
    const id = await sequenceOf('Exits', {
      model: 'lead',
      steps: [mail(), wait(1), mail()],
      goal: { field: 'company', operator: 'is', value: 'Acme' },
    })
    const [goal, optedOut, silent] = await Promise.all([
      leadOf('Goal'),
      leadOf('Out'),
      leadOf('Silent', { email: null }),
    ])
    const ways = await Promise.all([goal, optedOut, silent].map((lead) => enter(id, lead)))
    await eventually(async () => {
      expect(await Promise.all(ways.map(async (way) => (await wayOf(way)).step))).toEqual([2, 2, 2])
      // Whoever leaves while a mail is under way is not sent it.
      expect([mailsTo('Goal'), mailsTo('Out')]).toEqual([1, 1])
    })
    await answered(t.as('manager').patch(`/api/leads/${goal}`, { company: 'Acme' }))
    await answered(
      t.as('manager').post(`/api/leads/${optedOut}/suppress-mail`, { cause: 'unsubscribe', purpose: null }),
    )
    shift += hour + 60_000
    await eventually(async () =>
      expect(await Promise.all(ways.map(async (way) => (await wayOf(way)).exit))).toEqual([
        'goal',
        'opted-out',
        null,
      ]),
    )
    expect([mailsTo('Goal'), mailsTo('Out')]).toEqual([1, 1])
    await eventually(async () => {
      await t.settled()
      expect(
        await answered(t.as('manager').get(`/api/mailing-recipients?enrolmentId=${ways[2]}`)),
      ).toMatchObject({ items: [{ leftOut: 'no-address' }, { leftOut: 'no-address' }] })
    })
    expect(
      await problem(t.as('manager').post('/api/enrolments', { sequenceId: id, personId: optedOut })),
    ).toEqual([409, 'enrolment.opted-out'])
  })

  it('MKT-08, LEAD-20 lets leads enter by their stage, once, and reports how they moved', async () => {
    const id = await sequenceOf('Nurture', {
      model: 'lead',
      steps: [wait(30, 'days')],
      stages: ['disqualified'],
    })
    const leadId = await leadOf('Staged')
    await answered(t.as('manager').post(`/api/leads/${leadId}/disqualify`, { reason: 'No budget' }))
    const all = () => answered<{ items: Way[] }>(t.as('manager').get(`/api/enrolments?sequenceId=${id}`))
    await eventually(async () => {
      await t.settled()
      expect((await all()).items).toMatchObject([{ leadId, by: 'stage', stage: 'disqualified' }])
    })
    await answered(t.as('manager').post(`/api/leads/${leadId}/reopen`, {}))
    await t.settled()
    expect(await answered(t.as('manager').get(`/api/sequences/${id}/movement`))).toMatchObject({
      entered: 1,
      active: 1,
      moves: [{ from: 'disqualified', to: 'working', count: 1 }],
      converted: 0,
    })
    // Nobody enters by themselves while the module is switched off (ADM-06).
    await answered(t.as('admin').patch('/api/settings/modules', { off: ['marketing'] }))
    const later = await leadOf('Later')
    await answered(t.as('manager').post(`/api/leads/${later}/disqualify`, { reason: 'No budget' }))
    await t.settled()
    await answered(t.as('admin').patch('/api/settings/modules', { off: [] }))
    expect((await all()).items).toHaveLength(1)
  })

  it('MKT-07 lets a whole list enter, says of each what came of it, and takes it back', async () => {
    const id = await sequenceOf('From a list', { model: 'lead', steps: [wait(1)] })
    const ids = [await leadOf('Listed'), await leadOf('Known')]
    await enter(id, ids[1] ?? '')
    const listId = await make(t.as('manager'), '/api/marketing-lists', {
      name: 'Some',
      model: 'lead',
      kind: 'static',
    })
    await answered(t.as('manager').post(`/api/marketing-lists/${listId}/add-members`, { recordIds: ids }))
    await t.settled()
    const { id: batchId } = await answered<{ id: string }>(
      t.as('manager').post(`/api/sequences/${id}/enrol-list`, { listId }),
    )
    const batch = () => answered(t.as('manager').get(`/api/batches/${batchId}`))
    await eventually(async () => expect(await batch()).toMatchObject({ status: 'done', done: 1, refused: 1 }))
  })

  it('MKT-07, MKT-05, LEAD-20 lets whoever answers leave, and tells by product what the campaign brought', async () => {
    const id = await sequenceOf('Answers', { model: 'contact', steps: [mail(), wait(1), mail()] })
    const contactId = await make(t.as('manager'), '/api/contacts', {
      name: { first: null, last: 'Answers' },
      email: 'answers@acme.example',
    })
    const way = await enter(id, contactId)
    await eventually(() => expect(mailsTo('Answers')).toBe(1))
    await t.settled()
    const { items } = await answered<{ items: { id: string }[] }>(
      t.as('manager').get(`/api/mailing-recipients?enrolmentId=${way}`),
    )
    await t.services.execute({
      command: 'mailingRecipient.note-reply',
      id: items[0]?.id ?? '',
      body: { activityId: way, conversationId: way },
      principal: systemPrincipal('test', { kind: 'saga' }),
    })
    await eventually(async () => expect(await wayOf(way)).toMatchObject({ status: 'left', exit: 'replied' }))
    const dealId = await make(t.as('manager'), '/api/opportunities', {
      name: 'Answers',
      contactId,
      productId,
      amount: { amount: 5_001, currency: 'EUR' },
    })
    await answered(t.as('manager').post(`/api/opportunities/${dealId}/win`, {}))
    await answered(t.as('manager').patch(`/api/campaigns/${campaignId}`, { productIds: [productId] }))
    await t.settled()
    expect(
      await answered(t.as('manager').get(`/api/campaign-results?campaignId=${campaignId}`)),
    ).toMatchObject({
      campaigns: [
        { products: [{ productId, name: 'Larkspur Scope', named: true, currency: 'EUR', revenue: 5_001 }] },
      ],
    })
  })

  it('MKT-07 refuses to publish what leads nowhere', async () => {
    const unpublished = await make(t.as('manager'), '/api/message-templates', {
      name: 'Draft',
      subject: 'x',
      body: 'x',
    })
    for (const [steps, rule] of [
      [[{ do: 'mail', templateId: unpublished }], 'sequence.template-unpublished'],
      [
        [{ do: 'check', where: { field: 'shoeSize', operator: 'known' }, skip: 1 }, task],
        'sequence.criterion',
      ],
      [[{ do: 'check', where: { all: [] }, skip: 9 }], 'sequence.skips-too-far'],
      [[{ ...task, assigneeId: unpublished }], 'sequence.assignee-unknown'],
      [[{ ...wait(1), calendarId: unpublished }], 'sequence.calendar-unknown'],
    ] as const)
      expect(
        await problem(
          t.as('manager').post('/api/sequences', { name: 'Wrong', model: 'lead', ...common, steps }),
        ),
      ).toEqual([422, rule])
    const empty = await make(t.as('manager'), '/api/sequences', { name: 'Empty', model: 'lead', ...common })
    expect(await problem(t.as('manager').post(`/api/sequences/${empty}/publish`))).toEqual([
      422,
      'sequence.empty',
    ])
  })
})
