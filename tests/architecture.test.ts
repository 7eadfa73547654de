import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { circlesIn, importsOf as imports, sourcesIn } from './support/imports.ts'

const src = resolve(import.meta.dirname, '../src')
const files = sourcesIn(src)

/** What each layer may import of the others; itself is always allowed. */
const allowed: Record<string, readonly string[]> = {
  domain: [],
  platform: ['domain'],
  commands: ['domain', 'platform'],
  projections: ['domain', 'platform'],
  sagas: ['domain', 'platform'],
  imports: ['domain', 'platform', 'commands'],
  api: ['domain', 'platform', 'commands', 'projections', 'sagas', 'imports'],
  features: ['domain', 'platform', 'commands', 'projections', 'sagas', 'api'],
  embedded: ['platform'],
  demo: ['domain', 'platform', 'commands', 'imports'],
}
/** What lies directly under src, and starts or serves the whole, puts the layers together. */
const composing = ''
const composed = ['start', 'cli']

/** In a layer's folder these hold the machine; its other folders are the CRM. */
const rooms: Record<string, readonly string[]> = {
  domain: ['criteria', 'rules'],
  api: ['http', 'lists', 'live', 'log', 'privacy', 'operate'],
}

/** The layers that hold the CRM, by area. */
const layered = ['domain', 'commands', 'projections', 'sagas', 'api', 'features']

/** The features of each area. */
const lists = files.filter((file) => /^features\/(?!feature|catalogue)[a-z]+\.ts$/.test(file))

/** Only these may be reached by `platform`, which knows the envelope and no more. */
const envelope = ['domain/event.ts', 'domain/personal.ts', 'domain/stored-names.ts']

function layerOf(file: string): string {
  const [folder = '', ...rest] = file.split('/')
  return rest.length === 0 || composed.includes(folder) ? composing : folder
}

/** Whether it belongs to an area of the CRM rather than to the machine. */
function isCrm(file: string): boolean {
  const [layer = '', room = '', ...rest] = file.split('/')
  if (lists.includes(file)) return true
  return rest.length > 0 && layered.includes(layer) && !rooms[layer]?.includes(room)
}

const importsOf = (file: string) => imports(src, file)

it('R1: positions are compared and handed back, and computed nowhere', () => {
  const computed = files
    .filter((file) => !file.startsWith('embedded/') && !file.endsWith('event-store/position.ts'))
    .filter((file) => {
      const code = readFileSync(join(src, file), 'utf8').replaceAll(/\/\*.*?\*\/|\/\/[^\n]*/gs, '')
      return (
        /\b(position|checkpoint|reached)\)? *[-+] *\d|positionOf\([^)]*[-+*/]/i.test(code) ||
        /as Position\b/.test(code)
      )
    })
  expect(computed).toEqual([])
})

describe('the dependency rule', () => {
  it.each(files)('%s imports only what its layer may', (file) => {
    const layer = layerOf(file)
    if (layer === composing) return
    expect(allowed, `the layer ${layer} is not known`).toHaveProperty(layer)
    for (const { target } of importsOf(file)) {
      if (!target.endsWith('.ts')) continue
      const other = layerOf(target)
      if (other === layer) continue
      expect(allowed[layer], `${file} imports ${target}`).toContain(other)
      if (layer === 'platform') expect(envelope, `${file} imports ${target}`).toContain(target)
    }
  })

  it('domain imports zod and pure values only', () => {
    const outside = files
      .filter((file) => layerOf(file) === 'domain')
      .flatMap((file) => importsOf(file).map(({ target }) => target))
      .filter((target) => !target.endsWith('.ts'))
    expect(
      outside.filter(
        // Of the runtime only UTS #46, by which domains are compared.
        (name) =>
          ![
            'zod',
            'temporal-polyfill',
            'node:url',
            'fastest-levenshtein',
            'disposable-email-domains-js',
            'libphonenumber-js/max',
          ].includes(name),
      ),
    ).toStrictEqual([])
  })

  it('an aggregate never imports another aggregate', () => {
    const aggregates = files.filter((file) =>
      /= decider<|= record\(/.test(readFileSync(join(src, file), 'utf8')),
    )
    for (const file of aggregates.filter((one) => layerOf(one) === 'domain')) {
      for (const { target, typeOnly } of importsOf(file)) {
        if (!typeOnly) expect(aggregates, `${file} imports ${target}`).not.toContain(target)
      }
    }
  })

  it('a feature is in the list of its area and no other, and knows no other feature', () => {
    for (const file of files.filter((one) => one.startsWith('features/'))) {
      const [, area = '', name] = file.split('/')
      const others = importsOf(file).flatMap(({ target }) => (target.startsWith('features/') ? [target] : []))
      if (name !== undefined) expect(others, file).toStrictEqual(['features/feature.ts'])
      else if (lists.includes(file))
        for (const other of others)
          expect(other, file).toMatch(new RegExp(`^features/(feature|${area.replace('.ts', '')}/.+)\\.ts$`))
    }
    expect(lists).toHaveLength(8)
  })

  it('only platform and embedded speak to Postgres, only platform to the event store', () => {
    for (const file of files) {
      for (const { target } of importsOf(file)) {
        const layer = layerOf(file)
        if (/^pg(-|$)/.test(target)) expect(['platform', 'embedded'], file).toContain(layer)
        if (target.startsWith('@eventstore/db-client')) expect(layer, file).toBe('platform')
      }
    }
  })

  it('FAULTS 6: pools of Postgres are made in one place, which listens from the first moment on', () => {
    const makers = files.filter((file) =>
      /\bPool\(/.test(
        readFileSync(join(src, file), 'utf8').replaceAll('openPool(', '').replaceAll('createPool(', ''),
      ),
    )
    expect(makers).toStrictEqual(['platform/pg/pool.ts'])
  })

  it.each(['src', 'scripts', 'tests'])('nothing in %s imports itself, by whatever way round', (folder) => {
    const root = resolve(src, '..', folder)
    expect(circlesIn(root, sourcesIn(root))).toStrictEqual([])
  })

  it('sagas reach other features by sending commands, never by the commands’ machinery', () => {
    for (const file of files.filter((one) => layerOf(one) === 'sagas')) {
      for (const { target } of importsOf(file)) expect(target, file).not.toMatch(/^commands\//)
    }
  })
})

describe('the machine and the CRM', () => {
  const machine = files.filter((file) => layerOf(file) in allowed && !isCrm(file))
  // Words that are the machine's own too (a one-time ticket, a quoted string) cannot be looked for.
  const words = /\b(lead|opportunit(y|ies)|pipeline|contact|campaign|invoice|sla|forecast)s?\b/i

  it.each(machine.filter((file) => !/^(imports|demo|embedded)\//.test(file)))(
    '%s says no CRM word',
    (file) => {
      const code = readFileSync(join(src, file), 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/\/\/.*$/gm, '')
      expect(code.match(words)?.[0]).toBeUndefined()
    },
  )

  it('CRM files read no clock and start no timer', () => {
    for (const file of files.filter(isCrm)) {
      const code = readFileSync(join(src, file), 'utf8')
      expect(
        code.match(/\bDate\.now\(|new Date\(\)|setTimeout\(|setInterval\(|Temporal\.Now/)?.[0],
        file,
      ).toBeUndefined()
    }
  })
})

describe('the registry', () => {
  it('reaches every feature file', () => {
    const reached = new Set<string>()
    const visit = (file: string) => {
      if (reached.has(file)) return
      reached.add(file)
      for (const { target } of importsOf(file)) if (files.includes(target)) visit(target)
    }
    visit('registry.ts')
    // Signing in is no command and no query: it is composed by hand.
    visit('main.ts')
    expect(files.filter(isCrm).filter((file) => !reached.has(file))).toStrictEqual([])
  })
})
