import { sendingPolicyId } from '../commands/marketing/sending-policy.ts'
import type { Phase, PhaseInMemory, Row } from '../imports/import.ts'
import { as, command, made } from './organisation.ts'
import { day, dayOf } from './timeline.ts'

/** Whom the demo asks again by themselves, and how many of them there are. */
const entering = 3
const enquiries = 'Answers to enquiries'
const zone = 'Europe/Berlin'

/** What brings customers to be: a campaign and its plan, a sequence with people in it, pages for strangers, a report by mail. */
export function growth(sales: readonly PhaseInMemory[], now: number): Phase[] {
  const at = (days: number) => new Date(now - days * day).toISOString()
  const on = (days: number) => dayOf(now + days * day)
  let line = 0
  /** A record that is made, and what is then done with it; each a day later than the one before, and none after now. */
  const row = (
    who: string,
    days: number,
    key: readonly string[],
    [first, body]: readonly [string, object],
    ...then: readonly (readonly [string, object])[]
  ): Row => ({
    file: 'demo',
    line: line++,
    requests: [
      {
        command: first,
        commandId: command(...key),
        body,
        principal: as(who),
        occurredAt: at(days),
      },
      ...then.map(([name, more], step) => ({
        command: name,
        id: made(...key),
        commandId: command(...key, name),
        body: more,
        principal: as(who),
        occurredAt: at(days - (step + 1) / (then.length + 1)),
      })),
    ],
  })
  return [
    {
      name: 'What is sent to many',
      rows: [
        {
          file: 'demo',
          line: line++,
          requests: [
            {
              command: 'sendingPolicy.create',
              id: sendingPolicyId,
              commandId: command('sending-policy'),
              body: {
                purposes: [
                  {
                    name: 'Newsletter',
                    basis: 'consent',
                    about: 'News about our instruments, once a month.',
                  },
                  {
                    name: enquiries,
                    basis: 'legitimate-interests',
                    about: 'What you have asked us for, and what belongs to it.',
                  },
                ],
              },
              principal: as('admin'),
              occurredAt: at(100),
            },
          ],
        },
        row(
          'admin',
          100,
          ['mailbox', 'news'],
          ['mailbox.create', { name: 'Larkspur news', address: 'news@larkspur.example', login: 'news' }],
        ),
        row(
          'manager',
          99,
          ['template', 'welcome'],
          [
            'messageTemplate.create',
            {
              name: 'After an enquiry',
              subject: 'Your laboratory, and what fits it',
              body: 'Good day {{ person.firstName }} {{ person.lastName }},\n\nyou have asked about our instruments. Choose a time, and we show them with your own samples.',
            },
          ],
          ['messageTemplate.publish', {}],
        ),
        row(
          'manager',
          90,
          ['campaign', 'teaching'],
          [
            'campaign.create',
            {
              name: 'Scopes for teaching laboratories',
              goal: 'Universities look at the Scope before they plan the next year.',
              targets: { leads: 40, won: 5 },
              budget: { amount: 1_500_000, currency: 'EUR' },
              channels: ['email', 'event'],
              productIds: [made('product', 'scope'), made('product', 'scope-pro')],
              productGroupId: made('group', 'Microscopes'),
            },
          ],
          ['campaign.start', {}],
          [
            'campaign.add-cost',
            {
              channel: 'event',
              amount: { amount: 620_000, currency: 'EUR' },
              on: on(-88),
              what: 'Stand at the lab fair',
              responses: 64,
            },
          ],
        ),
        row(
          'manager',
          80,
          ['list', 'fair'],
          [
            'marketingList.create',
            {
              name: 'Leads from trade shows',
              model: 'lead',
              kind: 'dynamic',
              where: { field: 'source', operator: 'is', value: 'Trade show' },
            },
          ],
        ),
      ],
    },
    {
      name: 'Sequences, pages and plans',
      rows: [
        row(
          'manager',
          30,
          ['sequence', 'enquiry'],
          [
            'sequence.create',
            {
              name: 'After an enquiry',
              model: 'lead',
              campaignId: made('campaign', 'teaching'),
              mailboxId: made('mailbox', 'news'),
              purpose: enquiries,
              steps: [
                { do: 'task', subject: 'Call and ask what they examine', dueInDays: 1, assigneeId: null },
                { do: 'wait', amount: 3, unit: 'days', calendarId: made('calendar') },
                { do: 'mail', templateId: made('template', 'welcome') },
                { do: 'wait', amount: 1, unit: 'days', calendarId: null },
                { do: 'task', subject: 'Offer a demonstration', dueInDays: 2, assigneeId: null },
              ],
              goal: { field: 'status', operator: 'is', value: 'qualified' },
            },
          ],
          ['sequence.publish', {}],
        ),
        row(
          'manager',
          25,
          ['landing-page', 'fair'],
          [
            'landingPage.create',
            {
              name: 'After the lab fair',
              slug: 'lab-fair',
              title: 'What we showed at the lab fair',
              blocks: [
                { is: 'heading', text: 'A microscope that a class can share' },
                {
                  is: 'text',
                  text: 'Thirty students, one image. The Larkspur Scope shows what it sees on every screen in the room.',
                },
                { is: 'product', productId: made('product', 'scope') },
                { is: 'form', formId: made('lead-form', 'fair') },
              ],
            },
          ],
          ['landingPage.publish', {}],
        ),
        row(
          'manager',
          20,
          ['booking-page', 'demonstration'],
          [
            'bookingPage.create',
            {
              name: 'Demonstration',
              formId: made('lead-form', 'fair'),
              hostIds: [made('user', 'rep'), made('user', 'rep2')],
              subject: 'Demonstration of the scopes',
              location: 'Video call',
              minutes: 45,
              after: 15,
            },
          ],
        ),
        row(
          'manager',
          60,
          ['marketing-plan'],
          [
            'marketingPlan.create',
            {
              name: 'Microscopes in schools and universities',
              startsOn: on(-60),
              endsOn: on(120),
              targets: [
                { metric: 'leads', from: on(-60), to: on(30), value: 40 },
                { metric: 'leads', from: on(31), to: on(120), value: 60 },
                {
                  metric: 'revenue-won',
                  currency: 'EUR',
                  from: on(-60),
                  to: on(120),
                  productGroupId: made('group', 'Microscopes'),
                  country: 'DE',
                  value: 40_000_000,
                },
                { metric: 'campaign-cost', currency: 'EUR', from: on(-60), to: on(120), value: 2_000_000 },
              ],
              goals: [
                {
                  text: 'Two universities speak about the Scope in public.',
                  state: 'on-track',
                  note: 'One has agreed.',
                },
                { text: 'The Scope stands in the list of the framework contract.', state: 'at-risk' },
              ],
            },
          ],
        ),
        row(
          'manager',
          40,
          ['report', 'won'],
          [
            'report.create',
            {
              name: 'Won by product',
              folder: 'Mondays',
              shared: true,
              definition: {
                model: 'opportunity',
                where: { field: 'status', operator: 'is', value: 'won' },
                groups: [{ field: 'productId' }],
                measures: [
                  { of: 'sum', field: 'amount', label: 'Won' },
                  { of: 'count', label: 'Deals' },
                ],
                sort: '-1',
                chart: 'bar',
              },
            },
          ],
        ),
      ],
    },
    {
      name: 'People in a sequence, and a report by mail',
      rows: [
        ...unanswered(sales).map((id, index) =>
          row(
            'manager',
            0.01,
            ['enrolment', String(index)],
            ['enrolment.begin', { sequenceId: made('sequence', 'enquiry'), personId: id }],
          ),
        ),
        row(
          'manager',
          0.01,
          ['report-schedule', 'won'],
          [
            'reportSchedule.create',
            {
              name: 'Won by product, on Mondays',
              reportId: made('report', 'won'),
              format: 'pdf',
              start: { day: on(1), time: '07:30', timeZone: zone },
              recurrence: { every: 'week', weekdays: [1] },
              recipientIds: [made('user', 'manager'), made('user', 'rep')],
            },
          ],
        ),
      ],
    },
  ]
}

/** The newest leads with whom somebody works, and who are not qualified yet. */
function unanswered(sales: readonly PhaseInMemory[]): string[] {
  const leads = sales.find(({ name }) => name === 'Leads')?.rows ?? []
  return leads
    .filter(({ requests }) => requests.at(-1)?.command === 'lead.change')
    .slice(-entering)
    .map((one) => made('lead', one.line))
}
