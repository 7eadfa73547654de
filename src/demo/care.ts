import type { Phase, Row } from '../imports/import.ts'
import { as, command, made } from './organisation.ts'
import { day } from './timeline.ts'

const articles = [
  {
    type: 'troubleshooting',
    title: 'The scope shows no image',
    summary: 'What to check, in this order, before anybody comes.',
    steps: [
      {
        title: 'Is the lamp on?',
        text: 'The ring glows green. Press the switch on the stand for two seconds.',
      },
      { title: 'Is the shutter open?', text: 'Turn the lever to the left until it stops.' },
      { title: 'Update the firmware', text: 'Version 4.2 loses the image after a restart; 4.3 does not.' },
    ],
    category: 'Using the product',
    products: ['scope', 'scope-pro'],
    keywords: ['black screen', 'picture'],
    audience: 'public',
    language: 'en',
  },
  {
    type: 'troubleshooting',
    title: 'Das Mikroskop zeigt kein Bild',
    summary: 'Was der Reihe nach zu prüfen ist, bevor jemand kommt.',
    steps: [
      {
        title: 'Leuchtet die Lampe?',
        text: 'Der Ring ist grün. Den Schalter am Stativ zwei Sekunden drücken.',
      },
      { title: 'Ist der Verschluss offen?', text: 'Den Hebel ganz nach links drehen.' },
    ],
    category: 'Using the product',
    products: ['scope', 'scope-pro'],
    keywords: ['schwarz'],
    audience: 'public',
    language: 'de',
    of: 0,
  },
  {
    type: 'faq',
    title: 'Where do I find my calibration certificate?',
    body: 'It comes by e-mail within five working days of the calibration. If it is not there, tell us the serial number.',
    category: 'Maintenance',
    products: ['calibration'],
    audience: 'public',
    language: 'en',
  },
  {
    type: 'how-to',
    title: 'Give a seat of Lab cloud to somebody else',
    body: 'A seat is free as soon as its user is deactivated. Until then the limit counts it.',
    steps: [
      { title: 'Deactivate who has left', text: 'Settings, People, the name, Deactivate.' },
      { title: 'Invite the new person', text: null },
    ],
    category: 'Software',
    products: ['cloud'],
    keywords: ['seat limit', 'licence'],
    audience: 'public',
    language: 'en',
  },
  {
    type: 'solution',
    title: 'Spectra: drift on channel 2 after transport',
    body: 'The grating has moved. Recalibrate with the reference cell of the service kit; do not send a replacement.',
    category: 'Maintenance',
    products: ['spectra'],
    keywords: ['analyser', 'drift'],
    audience: 'internal',
    language: 'en',
  },
] as const

/** What is known, and what was agreed with some customers and stands with them. */
export function care(now: number): Phase[] {
  const at = (days: number) => new Date(now - days * day).toISOString()
  const on = (days: number) => at(days).slice(0, 10)
  const row = (requests: readonly Row['requests'][number][], line: number): Row => ({
    file: 'demo',
    line,
    requests: [...requests],
  })
  const ask = (
    who: string,
    days: number,
    type: string,
    key: readonly (string | number)[],
    body: unknown,
    id?: string,
  ) => ({
    command: type,
    commandId: command(...key),
    ...(id !== undefined && { id }),
    body,
    principal: as(who),
    occurredAt: at(days),
  })
  return [
    {
      name: 'Articles',
      rows: articles.map(({ products, ...article }, index) => {
        const id = made('article', index)
        const { of, ...content } = { of: undefined, ...article }
        const body = {
          ...content,
          productIds: products.map((key) => made('product', key)),
          originalId: of === undefined ? null : made('article', of),
          reviewOn: on(-60 - 20 * index),
        }
        return row(
          [
            ask('agent', 150 - index, 'article.create', ['article', index], body),
            ask('agent', 149 - index, 'article.submit', ['article', index, 'submit'], {}, id),
            // What was submitted is what is read, and approved.
            {
              ...ask('manager', 148 - index, 'article.publish', ['article', index, 'publish'], {}, id),
              ifMatch: [1],
            },
          ],
          index,
        )
      }),
    },
    {
      name: 'Warranties',
      rows: [
        row(
          [
            ask('manager', 260, 'warranty.create', ['warranty'], {
              name: 'Two years, parts and labour',
              months: 24,
            }),
          ],
          0,
        ),
      ],
    },
    {
      name: 'Assets',
      rows: [0, 1, 2, 3].map((index) =>
        row(
          [
            ask('agent', 200 - index, 'asset.create', ['asset', index], {
              name: index % 2 === 0 ? 'Larkspur Scope' : 'Spectra Analyser',
              serial: `NL-${2041 + 7 * index}`,
              accountId: made('account', index),
              productId: made('product', index % 2 === 0 ? 'scope' : 'spectra'),
              site: index % 2 === 0 ? 'Laboratory, first floor' : 'Incoming goods',
              installedOn: on(index === 3 ? 900 : 200),
              warrantyId: made('warranty'),
            }),
          ],
          index,
        ),
      ),
    },
    {
      name: 'Contracts',
      rows: [0, 1, 2].map((index) =>
        row(
          [
            ask('rep', 180, 'contract.create', ['contract', index], {
              name: ['Full care', 'Care for the analyser', 'Full care'][index],
              accountId: made('account', index),
              tier: ['Gold', 'Silver', 'Gold'][index],
              slaPolicyId: made('sla-policy'),
              ...(index === 1 && { coversAll: false, assetIds: [made('asset', 1)] }),
              startsOn: on(180),
              endsOn: on(index === 2 ? -20 : -185),
              renewMonths: 12,
              noticeDays: 60,
              price: { amount: 480_000 - 120_000 * index, currency: 'EUR' },
              billing: 'year',
            }),
            ask(
              'rep',
              179,
              'contract.activate',
              ['contract', index, 'activate'],
              {},
              made('contract', index),
            ),
          ],
          index,
        ),
      ),
    },
  ]
}
