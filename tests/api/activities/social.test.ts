import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { type Mastodon, mastodon } from '../../support/mastodon.ts'
import { answered } from '../../support/reply.ts'

const anna = 'anna@elsewhere.example'

interface Message {
  id: string
  handle: string
  text: string | null
  mood: string
  score: number
  positive: string[]
  negative: string[]
  status: string
  conversationId: string | null
}

describe('a social network', () => {
  let t: TestApp
  let network: Mastodon
  let socialAccountId: string
  let shift = 0
  const clock = () => new Date(Date.now() + shift).toISOString()
  beforeAll(async () => {
    t = await testApp({ clock, privateWebhooks: true })
    network = await mastodon({ clock })
    await furnish(t)
    socialAccountId = await make(t.as('admin'), '/api/social-accounts', {
      name: 'Larkspur',
      server: network.url,
    })
    await answered(
      t.as('admin').post(`/api/social-accounts/${socialAccountId}/password`, { password: network.token }),
    )
    await t.settled()
  })
  afterAll(async () => {
    await t?.close()
    await network?.close()
  })

  async function read<T>(path: string): Promise<T> {
    await t.settled()
    return answered<T>(t.as('agent').get(path))
  }
  const items = async <T>(path: string) => (await read<{ items: T[] }>(path)).items
  const fetch = () => answered(t.as('agent').post(`/api/social-accounts/${socialAccountId}/fetch`))
  const messages = (query = '') =>
    items<Message>(`/api/social-messages?socialAccountId=${socialAccountId}${query}`)
  const saidIn = (id: string | null) =>
    items<{ id: string; is: string; text: string; social: { url: string; visibility: string } }>(
      `/api/conversations/${id}/messages`,
    )
  const standing = () =>
    read<{ state: string; error: string | null; nextAt: string | null }>(
      `/api/social-accounts/${socialAccountId}/standing`,
    )

  it('COM-20 takes what is written to us into the inbox, once, without its markup, and answers only to its writer', async () => {
    network.mention({
      from: anna,
      name: 'Anna <b>',
      visibility: 'direct',
      language: 'en',
      content:
        '<p><span class="h-card"><a href="https://x.example/@larkspur">@<span>larkspur</span></a></span> Where is my order?<br />I &amp; my dog wait<script>alert(1)</script></p><p>Great!</p>',
    })
    // A name that is cut where a character of two halves stands.
    const name = `${'b'.repeat(199)}😀`
    network.mention({ from: 'ben', name, content: '<p>@larkspur Hello all</p>' })
    await fetch()
    await fetch()
    expect((await messages()).map(({ text }) => text)).toContain('@larkspur Hello all')
    expect(await read(`/api/social-accounts/${socialAccountId}`)).toMatchObject({
      handle: 'larkspur@127.0.0.1',
    })
    expect(await standing()).toMatchObject({ state: 'healthy' })
    const [conversation, ...others] = await items<{
      id: string
      handle: string
      direct: boolean
      filed: boolean
    }>('/api/conversations?channel=social&q=anna')
    expect(others).toEqual([])
    expect(conversation).toMatchObject({ handle: anna, direct: true, messages: 1, lastDirection: 'inbound' })
    const id = conversation?.id ?? ''
    expect(await saidIn(id)).toMatchObject([
      {
        is: 'came',
        text: '@larkspur Where is my order?\nI & my dog wait\n\nGreat!',
        social: { visibility: 'direct', handle: anna, name: 'Anna <b>' },
      },
    ])
    const answer = await make(t.as('agent'), '/api/social-posts', {
      conversationId: id,
      text: 'It goes out today.',
      visibility: 'public',
    })
    expect(await saidIn(id)).toMatchObject([{ is: 'came' }, { is: 'waiting', id: answer }])
    shift += 11_000
    await eventually(async () =>
      expect(await read(`/api/social-posts/${answer}`)).toMatchObject({ status: 'posted' }),
    )
    const [sent] = network.posted
    expect(sent).toMatchObject({ visibility: 'direct', content: `<p>@${anna} It goes out today.</p>` })
    expect(sent?.in_reply_to_id).not.toBeNull()
    await eventually(async () =>
      expect(await read(`/api/conversations/${id}`)).toMatchObject({
        lastDirection: 'outbound',
        messages: 2,
      }),
    )
    // Who comes later sees what a monitor would find, and nothing twice.
    expect(await messages()).toHaveLength(2)
    // What was told as seen is handed back as it was.
    expect(network.asked.findLast((one) => one.includes('notifications'))).toMatch(/min_id=11\d{16}/)
  })

  it('COM-20 writes to nobody who wants none of it, also when that is said while an answer waits', async () => {
    const [conversation] = await items<{ id: string }>('/api/conversations?channel=social&q=anna')
    const contactId = await make(t.as('rep'), '/api/contacts', { name: { first: 'Anna', last: 'Auma' } })
    const id = conversation?.id ?? ''
    await answered(
      t
        .as('manager')
        .post(`/api/conversations/${id}/file`, { records: [{ model: 'contact', id: contactId }] }),
    )
    const answer = await make(t.as('manager'), '/api/social-posts', {
      conversationId: id,
      text: 'One more thing',
    })
    await answered(
      t
        .as('rep')
        .post(`/api/contacts/${contactId}/forbid-channel`, { channel: 'social', reason: 'asked so' }),
    )
    shift += 11_000
    await eventually(async () =>
      expect(await read(`/api/social-posts/${answer}`)).toMatchObject({
        status: 'refused',
        reason: 'This contact is not to be contacted by social media: asked so.',
      }),
    )
    const refused = await t.as('manager').post('/api/social-posts', { conversationId: id, text: 'Again' })
    expect(refused.json()).toMatchObject({ type: '/problems/contact.do-not-contact' })
  })

  it('COM-18 finds what has a hashtag or words in a queue, once, whatever finds it', async () => {
    const monitor = (is: string, term: string) =>
      make(t.as('manager'), '/api/social-monitors', { name: term, socialAccountId, is, term })
    const byTag = await monitor('hashtag', '#Larkspur')
    const byWords = await monitor('keyword', 'lark scope')
    const refused = await t
      .as('manager')
      .post('/api/social-monitors', { name: 'x', socialAccountId, is: 'hashtag', term: 'two words' })
    expect(refused.json()).toMatchObject({ type: '/problems/socialMonitor.no-hashtag' })
    network.publish({
      from: 'cleo@far.example',
      language: 'de',
      content: '<p>#larkspur Das ist wunderbar, danke</p>',
    })
    network.publish({
      from: 'dora@far.example',
      language: 'en',
      content: '<p>My Lark Scope is horrible #Larkspur</p>',
    })
    network.publish({ from: 'eve@far.example', visibility: 'unlisted', content: '<p>#larkspur</p>' })
    for (const id of [byTag, byWords, byTag])
      await answered(t.as('agent').post(`/api/social-monitors/${id}/listen`))
    const queue = await messages('&status=waiting')
    expect(queue.map(({ handle }) => handle).sort()).toEqual(['cleo@far.example', 'dora@far.example'])
    // More than a page comes in the order in which it was written.
    for (let n = 0; n < 45; n++)
      network.publish({ from: 'fay@far.example', content: `<p>#larkspur ${n}</p>` })
    await answered(t.as('agent').post(`/api/social-monitors/${byTag}/listen`))
    expect((await messages('&q=fay@far.example&limit=100')).length).toBe(45)
    const [one] = await messages('&q=fay@far.example')
    await answered(t.as('agent').post(`/api/social-messages/${one?.id}/set-aside`))
    expect(await read(`/api/social-messages/${one?.id}`)).toMatchObject({ status: 'set-aside' })
  })

  it('COM-21 says how it sounds and by which words, is corrected by people, and counts week by week', async () => {
    const of = async (handle: string) => (await messages(`&q=${handle}`))[0]
    expect(await of('cleo@far.example')).toMatchObject({ mood: 'positive', positive: ['wunderbar'] })
    const dora = await of('dora@far.example')
    expect(dora).toMatchObject({ mood: 'negative', negative: ['horrible'] })
    expect(dora?.score).toBeGreaterThanOrEqual(-1)
    const before = clock()
    await answered(t.as('agent').post(`/api/social-messages/${dora?.id}/correct-mood`, { mood: 'neutral' }))
    expect(await of('dora@far.example')).toMatchObject({
      mood: 'neutral',
      score: dora?.score,
      corrected: true,
    })
    expect(await read(`/api/social-messages/${dora?.id}?asOf=${before}`)).toMatchObject({ mood: 'negative' })
    const { weeks } = await read<{ weeks: { positive: number; neutral: number; corrected: number }[] }>(
      `/api/social-sentiment?socialAccountId=${socialAccountId}`,
    )
    const sum = (key: 'positive' | 'neutral' | 'corrected') => weeks.reduce((all, one) => all + one[key], 0)
    expect([sum('positive'), sum('corrected')]).toEqual([2, 1])
    const { items: history } = await read<{ items: { title: string }[] }>(
      `/api/social-messages/${dora?.id}/history`,
    )
    expect(history.map(({ title }) => title)).toContain('Said to sound neutral')
  })

  it('LEAD-03 TIC-20 makes a lead and a ticket of a message, which it stays linked with', async () => {
    const [cleo, dora] = await Promise.all(
      ['cleo', 'dora'].map(async (name) => (await messages(`&q=${name}@far.example`))[0]),
    )
    const inbox = (id: string | undefined) =>
      answered<{ conversationId: string }>(t.as('manager').post(`/api/social-messages/${id}/take-into-inbox`))
    const { conversationId } = await inbox(cleo?.id)
    expect(await inbox(cleo?.id)).toEqual({ conversationId })
    await t.settled()
    const leadId = await make(t.as('manager'), '/api/leads', {
      name: { first: 'Cleo', last: 'Far' },
      source: 'Social media',
      conversationId,
    })
    const { conversationId: other } = await inbox(dora?.id)
    await t.settled()
    const ticketId = await make(t.as('agent'), '/api/tickets', { subject: 'Scope', conversationId: other })
    await eventually(async () =>
      expect(await read(`/api/conversations/${conversationId}`)).toMatchObject({
        direct: false,
        records: [{ model: 'lead', id: leadId }],
      }),
    )
    const ticket = await read<{ channel: string; description: string; requester: { name: string } }>(
      `/api/tickets/${ticketId}`,
    )
    expect(ticket).toMatchObject({ channel: 'social', requester: { name: '@dora@far.example' } })
    expect(ticket.description).toContain('My Lark Scope is horrible')
    expect(ticket.description).toContain('https://elsewhere.example/@dora/')
    expect(await items(`/api/record-conversations?recordId=${leadId}`)).toMatchObject([
      { id: conversationId, channel: 'social' },
    ])
    expect(await messages('&q=cleo@far.example')).toMatchObject([{ status: 'in-inbox', conversationId }])
  })

  describe('posts', () => {
    const write = (of: object) => make(t.as('manager'), '/api/social-posts', { socialAccountId, ...of })
    const post = (id: string) => read<Record<string, unknown>>(`/api/social-posts/${id}`)
    const becomes = (id: string, of: object) =>
      eventually(async () => expect(await post(id)).toMatchObject(of))

    it('COM-19 are drafts until somebody says when, are changed until then, and say where they stand', async () => {
      const tooLong = await t
        .as('manager')
        .post('/api/social-posts', { socialAccountId, text: 'x'.repeat(501) })
      expect(tooLong.json()).toMatchObject({ type: '/problems/socialPost.too-long' })
      // An address counts 23, however long it is.
      const id = await write({ text: `${'x'.repeat(470)} https://larkspur.example/${'y'.repeat(200)}` })
      expect(await post(id)).toMatchObject({ status: 'draft', publishAt: null })
      await answered(t.as('manager').patch(`/api/social-posts/${id}`, { text: 'Our new scope is here' }))
      const later = new Date(Date.parse(clock()) + 3_600_000).toISOString()
      await answered(t.as('manager').post(`/api/social-posts/${id}/schedule`, { publishAt: later }))
      expect(await post(id)).toMatchObject({ status: 'scheduled', publishAt: later })
      const many = network.posted.length
      shift += 3_600_000
      await becomes(id, {
        status: 'posted',
        url: expect.stringContaining('https://elsewhere.example/@larkspur/'),
      })
      expect(network.posted.slice(many).map(({ content }) => content)).toEqual([
        '<p>Our new scope is here</p>',
      ])
      const gone = await t.as('manager').post(`/api/social-posts/${id}/take-back`)
      expect(gone.json()).toMatchObject({ type: '/problems/socialPost.gone' })
    })

    it('COM-19 are posted once where the network took one and did not say so', async () => {
      const many = network.posted.length
      network.next = 'hang-up'
      const id = await write({ text: 'Said once', publishAt: clock() })
      await becomes(id, { status: 'scheduled', attempts: 1 })
      const changed = await t.as('manager').patch(`/api/social-posts/${id}`, { text: 'Something else' })
      expect(changed.json()).toMatchObject({ type: '/problems/socialPost.unsure' })
      shift += 60_000
      await becomes(id, { status: 'posted', attempts: 2 })
      expect(network.posted.slice(many)).toHaveLength(1)
    })

    it('COM-19 say their doubt once the network cannot say any more whether it has one', async () => {
      network.next = 'hang-up'
      const id = await write({ text: 'In doubt', publishAt: clock() })
      await becomes(id, { status: 'scheduled', attempts: 1 })
      shift += 4_000_000
      await becomes(id, { status: 'doubtful' })
      expect(network.posted.filter(({ content }) => content.includes('In doubt'))).toHaveLength(1)
    })

    it('COM-19 wait where the network is asked too often, until it says, and are refused for good by a definite no', async () => {
      const until = new Date(Date.parse(clock()) + 300_000).toISOString()
      network.limitedUntil = until
      const id = await write({ text: 'Patience', publishAt: clock() })
      await becomes(id, { status: 'scheduled', publishAt: until })
      await fetch()
      expect(await standing()).toMatchObject({
        state: 'failing',
        error: 'It was asked too often.',
        nextAt: until,
      })
      shift += 301_000
      await becomes(id, { status: 'posted' })
      network.next = { status: 422, body: { error: 'Validation failed: Text is spam' } }
      const spam = await write({ text: 'Buy', publishAt: clock() })
      await becomes(spam, {
        status: 'refused',
        reason: 'The network said 422: Validation failed: Text is spam',
      })
      await fetch()
      expect(await standing()).toMatchObject({ state: 'healthy' })
    })

    it('MKT-11 MKT-10 MKT-04 are counted over time, by campaign too, and say when it is best to post', async () => {
      const campaignId = await make(t.as('manager'), '/api/campaigns', {
        name: 'Spring',
        channels: ['email', 'social'],
      })
      const id = await write({ text: 'For spring', campaignId, publishAt: clock() })
      await becomes(id, { status: 'posted' })
      const there = network.posted.at(-1)?.id ?? ''
      const count = () => answered(t.as('manager').post(`/api/social-accounts/${socialAccountId}/count`))
      await count()
      network.react(there, { favourites_count: 8, reblogs_count: 1, replies_count: 1 })
      await count()
      await count()
      expect(await post(id)).toMatchObject({
        reactions: 10,
        favourites: 8,
        followers: 200,
        engagementRate: 0.05,
      })
      const results = await items<{ reactions: number }>(`/api/social-posts/${id}/results`)
      expect(results.map(({ reactions }) => reactions)).toEqual([0, 10])
      const times = await read<{ posts: number; enough: boolean; best: string; times: { posts: number }[] }>(
        `/api/social-times?socialAccountId=${socialAccountId}`,
      )
      expect(times).toMatchObject({ posts: 4, enough: false })
      expect(times.best > clock()).toBe(true)
      await answered(
        t.as('manager').post(`/api/campaigns/${campaignId}/add-cost`, {
          channel: 'social',
          amount: { amount: 5_000, currency: 'EUR' },
          on: clock().slice(0, 10),
          what: 'Pictures',
        }),
      )
      await t.settled()
      const { campaigns } = await answered<{ campaigns: object[] }>(
        t.as('manager').get(`/api/campaign-results?campaignId=${campaignId}`),
      )
      expect(campaigns).toMatchObject([
        {
          channels: [{ channel: 'social', currency: 'EUR', cost: 5_000 }],
          social: { posts: 1, reactions: 10 },
        },
      ])
    })
  })

  it('COM-20 forgets what somebody wrote with them', async () => {
    const [conversation] = await items<{ id: string; records: { model: string; id: string }[] }>(
      '/api/conversations?channel=social&q=anna',
    )
    const contact = conversation?.records.find(({ model }) => model === 'contact')
    await answered(t.as('admin').post(`/api/contacts/${contact?.id}/privacy/erase`))
    const [message] = await items<Message>(`/api/social-messages?conversationId=${conversation?.id}`)
    expect(message).toMatchObject({ handle: 'erased@erased.invalid', text: null })
    const written = await items<{ text: string }>(`/api/social-posts?conversationId=${conversation?.id}`)
    expect(new Set(written.map(({ text }) => text))).toEqual(new Set(['[erased]']))
    // What came before is not fetched again as something new.
    await fetch()
    expect(await items(`/api/social-messages?conversationId=${conversation?.id}`)).toHaveLength(1)
  })

  it('COM-19 tells nobody its token, and says who is known no more', async () => {
    const wrong = await make(t.as('admin'), '/api/social-accounts', { name: 'Wrong', server: network.url })
    await answered(t.as('admin').post(`/api/social-accounts/${wrong}/password`, { password: 'another' }))
    await answered(t.as('agent').post(`/api/social-accounts/${wrong}/fetch`))
    const { body } = await t.as('agent').get(`/api/social-accounts/${wrong}/standing`)
    expect(JSON.parse(body)).toMatchObject({
      state: 'failing',
      error: 'It does not know this token any more.',
    })
    const plain = await t
      .as('admin')
      .post('/api/social-accounts', { name: 'Plain', server: 'http://social.example' })
    expect(plain.json()).toMatchObject({ type: '/problems/socialAccount.plain' })
  })
})
