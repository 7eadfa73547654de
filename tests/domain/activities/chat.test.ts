import { describe, expect, it } from 'vitest'
import { mostSayings, transcriptOf } from '../../../src/domain/activities/chat.ts'
import { chatWidget } from '../../../src/domain/activities/chat-widget.ts'
import { conversation } from '../../../src/domain/activities/conversation.ts'
import { given, idOf, rep } from '../../support/given.ts'

const visitor = { kind: 'visitor', id: 'visitor', roles: [] } as const
const bot = { kind: 'system', id: 'chat-bot', roles: ['system'] } as const
const nobody = { name: null, email: null, phone: null, company: null }
const who = { ownerId: null, teamId: null }
const begun = (more: { bot?: boolean } = {}) =>
  ({
    type: 'conversation.begun',
    data: {
      ...who,
      channel: 'chat',
      mailboxId: null,
      numberId: null,
      number: null,
      widgetId: idOf('widget'),
      subject: 'Hello',
      tickets: false,
      visitor: nobody,
      page: null,
      bot: false,
      ...more,
    },
  }) as const
const said = (
  number: number,
  author: 'visitor' | 'agent' | 'bot',
  text: string,
  asks: 'name' | 'email' | null = null,
) =>
  ({
    type: 'conversation.said',
    data: { ...who, number, author, text, articles: [] as never[], asks },
  }) as const

describe('a chat', () => {
  it('COM-15 begins with what the visitor says, and counts what is said', () => {
    given(conversation)
      .when('conversation.begin-chat', {
        teamId: null,
        page: null,
        bot: false,
        widgetId: idOf('widget'),
        visitor: nobody,
        text: 'Hello',
      })
      .thenEvents(begun(), said(1, 'visitor', 'Hello'))
    given(conversation, begun(), said(1, 'visitor', 'Hello'))
      .when('conversation.say', { text: 'Still there?' }, { actor: visitor })
      .thenEvents(said(2, 'visitor', 'Still there?'))
  })

  it('COM-15 is whose who answers first, and goes on when the visitor writes after it was closed', () => {
    const open = [begun(), said(1, 'visitor', 'Hello')] as const
    given(conversation, ...open)
      .when('conversation.say', { text: 'Good day' }, { actor: rep })
      .thenEvents(said(2, 'agent', 'Good day'), {
        type: 'conversation.assigned',
        data: { assigneeId: rep.id },
      })
    const closed = [...open, { type: 'conversation.closed', data: {} }] as const
    given(conversation, ...closed)
      .when('conversation.say', { text: 'Good day' }, { actor: rep })
      .thenRefused('conversation.closed')
    given(conversation, ...closed)
      .when('conversation.say', { text: 'One more thing' }, { actor: visitor })
      .thenEvents(said(2, 'visitor', 'One more thing'), { type: 'conversation.reopened', data: {} })
  })

  it('COM-15 has room for so much, and a conversation by mail is none', () => {
    given(
      conversation,
      begun(),
      ...Array.from({ length: mostSayings }, (_, n) => said(n + 1, 'visitor', 'x')),
    )
      .when('conversation.say', { text: 'more' }, { actor: visitor })
      .thenRefused('conversation.full')
    given(conversation, {
      type: 'conversation.begun',
      data: { ...begun().data, channel: 'email', mailboxId: idOf('box'), widgetId: null, visitor: null },
    })
      .when('conversation.say', { text: 'Hello' }, { actor: rep })
      .thenRefused('conversation.no-chat')
  })

  it('COM-17 takes what answers a question of the bot for what it was asked for, and nothing else', () => {
    const asked = [
      begun({ bot: true }),
      said(1, 'visitor', 'Hello'),
      said(2, 'bot', 'Your address?', 'email'),
    ] as const
    given(conversation, ...asked)
      .when('conversation.say', { text: 'Ada@Nile.example' }, { actor: visitor })
      .thenEvents(said(3, 'visitor', 'Ada@Nile.example'), {
        type: 'conversation.introduced',
        data: { visitor: { email: 'ada@nile.example' } },
      })
    given(conversation, ...asked)
      .when('conversation.say', { text: 'why?' }, { actor: visitor })
      .thenEvents(said(3, 'visitor', 'why?'))
  })

  it('COM-17 hears nothing of the bot any more once somebody of us has said something, or it has handed over', () => {
    const answer = { after: 1, text: 'An answer', articles: [], asks: null, handsOver: true }
    const open = [begun({ bot: true }), said(1, 'visitor', 'Hello')] as const
    given(conversation, ...open)
      .when('conversation.answer', answer, { actor: bot })
      .thenEvents(said(2, 'bot', 'An answer'), {
        type: 'conversation.handed-over',
        data: { because: 'no-answer' },
      })
    given(conversation, ...open)
      .when('conversation.answer', { ...answer, after: 2 }, { actor: bot })
      .thenEvents()
    given(conversation, ...open, said(2, 'agent', 'Good day'), said(3, 'visitor', 'Hello'))
      .when('conversation.answer', { ...answer, after: 3 }, { actor: bot })
      .thenEvents()
    given(conversation, ...open, { type: 'conversation.assigned', data: { assigneeId: rep.id } })
      .when('conversation.answer', answer, { actor: bot })
      .thenEvents()
  })

  it('TIC-03 is told in so many characters, the end of it where it is longer', () => {
    const names = { visitor: 'Ada', agent: 'Agent', bot: 'Bot' }
    const at = '2026-03-02T09:30:00.000Z'
    const sayings = [
      { number: 1, author: 'visitor', text: 'It is dark.', at },
      { number: 2, author: 'agent', text: 'Is it plugged in?', at },
    ] as const
    expect(transcriptOf(sayings, names, 1_000)).toBe(
      '2026-03-02 09:30 UTC, Ada: It is dark.\n2026-03-02 09:30 UTC, Agent: Is it plugged in?',
    )
    expect(transcriptOf(sayings, names, 60)).toBe('…\n2026-03-02 09:30 UTC, Agent: Is it plugged in?')
  })
})

it('COM-17 a bot that makes leads asks for the name', () => {
  const widget = { name: 'Site', title: 'Talk', greeting: 'Hello', bot: true, makes: 'lead' } as const
  given(chatWidget).when('chatWidget.create', widget).thenRefused('chatWidget.name-unasked')
  given(chatWidget)
    .when('chatWidget.create', { ...widget, asks: [{ field: 'name', question: 'Your name?' }] })
    .events()
})
