import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { circlesIn, importsOf, sourcesIn } from '../support/imports.ts'

const src = resolve(import.meta.dirname, '../../web/src')
const files = sourcesIn(src)

/** Each layer may import those before it, and itself. What lies directly under src starts the whole. */
const layers = ['api', 'ui', 'time', 'live', 'records', 'features', 'app']

/** The areas and rooms that the server has too. */
const areas = [
  'activities',
  'analytics',
  'customers',
  'identity',
  'log',
  'marketing',
  'operate',
  'privacy',
  'sales',
  'service',
  'settings',
]

const layerOf = (file: string) => (file.includes('/') ? (file.split('/')[0] ?? '') : '')
/** `features/sales.ts`: the list of an area. */
const isAreaList = (file: string) => /^features\/[^/]+\.ts$/.test(file)

describe('the layers of the web app', () => {
  it.each(layers)('%s imports only what comes before it', (layer) => {
    const before = layers.slice(0, layers.indexOf(layer) + 1)
    const against = files
      .filter((file) => layerOf(file) === layer)
      .flatMap((file) =>
        importsOf(src, file)
          .filter(
            ({ target }) =>
              /\.(tsx?|css)$/.test(target) && layers.some((one) => target.startsWith(`${one}/`)),
          )
          .filter(({ target }) => !before.includes(layerOf(target)))
          .map(({ target }) => `${file} imports ${target}`),
      )
    expect(against).toStrictEqual([])
  })

  it('are all there is', () => {
    expect(new Set(files.map(layerOf))).toStrictEqual(new Set(['', ...layers]))
  })

  it('import nothing in a circle', () => {
    expect(circlesIn(src, files)).toStrictEqual([])
  })

  it('FAULTS 20 FAULTS 22 let numbers and days be typed in one place, which refuses what it cannot tell', () => {
    const others = files.filter((file) =>
      /\b(NumberInput|DateInput|DatePickerInput)\b[^;]*from '@mantine/.test(
        readFileSync(join(src, file), 'utf8'),
      ),
    )
    expect(others).toStrictEqual(['records/typed-inputs.tsx'])
  })

  it('give a key to one thing only of all that stands on the page of a record', () => {
    const onPage = [
      'app/shell.tsx',
      'records/page.tsx',
      'records/tags.tsx',
      'features/activities/timeline/composer.tsx',
      'features/activities/timeline/timeline.tsx',
      'features/service/ticket/conversation.tsx',
    ]
    const keys = onPage.flatMap((file) =>
      [...readFileSync(join(src, file), 'utf8').matchAll(/\bkey: '(\S)'/g)].map(([, key]) => key),
    )
    expect(keys.length).toBeGreaterThan(10)
    expect(keys).toStrictEqual([...new Set(keys)])
  })

  it('share nothing with the server but values that are right on both sides or on neither', () => {
    const shared = [
      '../../src/domain/values/address-lines.ts',
      '../../src/domain/values/spaced-iban.ts',
      '../../src/domain/values/currency.ts',
      '../../src/domain/values/rounding.ts',
      '../../src/domain/values/units.ts',
      '../../src/domain/sales/pricing.ts',
      '../../src/domain/analytics/report-chart.ts',
      '../../src/domain/analytics/spans.ts',
    ]
    for (const file of files)
      for (const { target } of importsOf(src, file))
        if (!shared.includes(target)) expect(target, file).not.toMatch(/^\.\.\//)
  })
})

describe('the features of the web app', () => {
  const features = files.filter((file) => layerOf(file) === 'features')

  it('stand in the areas that the server has', () => {
    const named = features.map((file) => file.split('/')[1]?.replace(/\.ts$/, ''))
    expect(new Set(named)).toStrictEqual(new Set(areas))
  })

  it('each have an entry, which stands in the list of its area', () => {
    const listed = files
      .filter(isAreaList)
      .flatMap((file) => importsOf(src, file).map(({ target }) => target))
    const entries = features.filter((file) => file.endsWith('.entry.ts'))
    expect(entries.length).toBeGreaterThan(25)
    expect(entries.filter((file) => !listed.includes(file))).toStrictEqual([])
  })

  it('have entries that load nothing with them', () => {
    const loaded = features
      .filter((file) => file.endsWith('.entry.ts') || isAreaList(file))
      .flatMap((file) =>
        importsOf(src, file)
          .filter(
            ({ typeOnly, target }) => !typeOnly && target !== 'lucide-react' && !target.endsWith('.entry.ts'),
          )
          .map(({ target }) => `${file} loads ${target}`),
      )
    expect(loaded).toStrictEqual([])
  })

  it('are named by no layer below them, and in the app by the list of areas only', () => {
    const listing = files.filter((file) => importsOf(src, file).some(({ target }) => isAreaList(target)))
    expect(listing).toStrictEqual(['app/features.ts'])
  })

  it('are reached: by an entry, or by what stands around every screen', () => {
    const reached = new Set<string>()
    const visit = (file: string) => {
      if (reached.has(file)) return
      reached.add(file)
      const later = readFileSync(join(src, file), 'utf8').matchAll(/import\('(\.[^']+)'\)/g)
      for (const { target } of importsOf(src, file)) if (files.includes(target)) visit(target)
      for (const [, path = ''] of later) visit(join(file, '..', path))
    }
    visit('main.tsx')
    expect(files.filter((file) => !reached.has(file) && !/\.(gen|d)\.ts$/.test(file))).toStrictEqual([])
  })
})
