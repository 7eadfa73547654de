import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/asvs.md'), 'utf8')
const rows = [...page.matchAll(/^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| (.+) \|$/gm)].map(
  ([, id = '', level = '', asked = '', proof = '']) => ({ id, level, asked, proof }),
)
const proved = rows.flatMap(({ id, proof }) => {
  const [, file, name] = /^`(tests\/[^`]+)`: (.+)$/.exec(proof) ?? []
  return file && name ? [{ id, file, name }] : []
})
const documented = rows.flatMap(({ proof }) => /^\[(docs\/[^\]]+)\]/.exec(proof)?.[1] ?? [])
const others = rows.filter(({ proof }) => proof === 'not yet' || proof.startsWith('does not apply: '))
const operators = rows.filter(({ proof }) => proof.startsWith('operator: '))

describe('the table of OWASP ASVS 5.0', () => {
  it('has each requirement of level 1 (70) and level 2 (183) once, and says something of each', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect(rows.filter(({ level }) => level === '1')).toHaveLength(70)
    expect(rows.filter(({ level }) => level === '2')).toHaveLength(183)
    expect(proved.length + documented.length + operators.length + others.length).toBe(rows.length)
  })

  it('counts right', () => {
    const count = (what: string) => Number(new RegExp(`^\\| ${what} \\| (\\d+) \\|$`, 'm').exec(page)?.[1])
    const notYet = others.filter(({ proof }) => proof === 'not yet').length
    expect(count('proved by a test')).toBe(proved.length)
    expect(count('documented')).toBe(documented.length)
    expect(count('operator')).toBe(operators.length)
    expect(count('not yet')).toBe(notYet)
    expect(count('does not apply')).toBe(others.length - notYet)
  })

  it.each(proved)('$id names a test there is: $file, $name', ({ file, name }) => {
    const text = readFileSync(join(root, file), 'utf8')
    expect(text.includes(`'${name}'`) || text.includes(`\`${name}\``), name).toBe(true)
  })

  it.each(documented)('%s is there', (file) => {
    expect(existsSync(join(root, file))).toBe(true)
  })
})
