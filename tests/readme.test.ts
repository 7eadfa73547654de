import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { patience } from './support/patience.ts'

const root = resolve(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
/** Inside the project, so that packages are found, and where nothing of it is committed. */
const copy = join(root, 'dist', `readme-${process.pid}`)
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** The code blocks that name a file, in order. */
const steps = [...readme.matchAll(/^```(?:ts|md) (\S+)\n([\s\S]*?)^```$/gm)].map(
  ([, file = '', code = '']) => ({
    file,
    code,
  }),
)

/** Puts the imports on top and each `// list: entry,` first into the list of that name. */
function enlist(path: string, code: string): void {
  const file = join(copy, path)
  const imports = code.split('\n').filter((line) => line.startsWith('import '))
  let list = `${imports.join('\n')}\n${readFileSync(file, 'utf8')}`
  for (const [, name = '', entry = ''] of code.matchAll(/^\/\/ (\w+): +(.+)$/gm)) {
    const opening = new RegExp(`(export const ${name}: [^=]+= [[{])`)
    expect(list).toMatch(opening)
    list = list.replace(opening, `$1 ${entry}`)
  }
  writeFileSync(file, list)
}

function runs(command: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules', '.bin', command), args, {
    cwd: copy,
    encoding: 'utf8',
    // Nothing that is generated is renewed where CI is said to run.
    env: { ...process.env, CI: '' },
  })
  return { status, output: `${stdout}\n${stderr}` }
}

describe('the README', () => {
  it(
    'adds a feature in seven steps that work as they stand, in a browser too',
    () => {
      expect(steps.map(({ file }) => file)).toHaveLength(12)
      for (const part of [
        'src',
        'web',
        'help',
        'scripts',
        'docs/reference.md',
        'tests/support',
        'tests/web/api-types.test.ts',
        'tests/laws/golden.test.ts',
        'tests/fixtures',
        'tests/browser/chromium.ts',
        'tsconfig.json',
        'vitest.config.ts',
        'package.json',
        'package-lock.json',
      ]) {
        cpSync(join(root, part), join(copy, part), { recursive: true })
      }
      symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
      for (const { file, code } of steps) {
        if (/^\/\/ \w+: /m.test(code)) {
          enlist(file, code)
          continue
        }
        expect(existsSync(join(root, file)), `${file} is there already`).toBe(false)
        mkdirSync(dirname(join(copy, file)), { recursive: true })
        writeFileSync(join(copy, file), code)
      }
      const done = { status: 0 }
      // What is generated is renewed, and what proves the feature run, by one start of vitest: a second costs as much as all of it.
      const generated = ['tests/web/api-types.test.ts', 'tests/laws/golden.test.ts']
      expect(runs('vitest', ['run', ...generated, 'tests/api/sales', 'tests/browser', '-u'])).toMatchObject(
        done,
      )
      // Each of the checkers, four by itself, looks at what the others have looked at.
      for (const project of ['tsconfig.json', 'web/tsconfig.json'])
        expect(runs('tsc', ['-p', project, '--checkers', '1'])).toMatchObject(done)
    },
    20 * patience,
  )

  it('names files that exist', () => {
    const links = [...readme.matchAll(/\]\(((?!https?:)[^)#]+)\)/g)].map(([, path = '']) => path)
    expect(links.filter((path) => !existsSync(join(root, path)))).toStrictEqual([])
  })

  it('lists every variable that the configuration knows, and no other', () => {
    const config = readFileSync(join(root, 'src/platform/process/config.ts'), 'utf8')
    const known = [...config.matchAll(/^ {4}([A-Z_]+): /gm)].map(([, name]) => name)
    const table = readme.slice(readme.indexOf('## Configuration'))
    const listed = [...table.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
    )
    expect(new Set(listed)).toStrictEqual(new Set(known))
  })
})
