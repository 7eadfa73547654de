import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { specOf } from '../../src/domain/event.ts'
import { roles } from '../../src/domain/identity/authority.ts'
import { personalPaths } from '../../src/domain/personal.ts'
import { allows } from '../../src/platform/people/permissions.ts'
import { catalogue, commands, deciders, fields } from '../../src/registry.ts'

const root = join(import.meta.dirname, '../..')

/** docs/reference.md: who may do what, which fields there are and which are personal, and every rule that refuses. */
export function reference(): string {
  return [
    '# Reference of rules',
    '',
    'Written by `npx vitest run tests/web/api-types.test.ts -u` from the program itself; a test compares the two.',
    'What the words mean is in [rights.md](rights.md); the shape of every request is in `/api/openapi.json`.',
    '',
    '## Who may do what',
    '',
    'What each command needs, and which of the roles from the start have it; the administrator has all, and the auditor',
    'reads all and writes nothing. Roles can be changed: `/api/roles` says how they are now.',
    '',
    table(['Permission', 'manager', 'rep', 'agent'], permissions()),
    '## Fields',
    '',
    'Each can be hidden from a role or kept from being changed by it, under any of its names. Those in bold are personal:',
    'ciphertext in the log, read in the access log, gone with an erasure.',
    '',
    table(['Model', 'Fields'], fieldRows()),
    '## Rules across fields and states',
    '',
    'What a request of the right shape may still be refused for: 409 for a state, 422 for a rule. The code is the end of',
    'the problem’s `type`.',
    '',
    table(['Code', '', 'Says'], refusals()),
  ].join('\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`
}

function permissions(): string[][] {
  const asked = new Set(commands.map(({ permission }) => permission))
  for (const { name } of deciders) if (fields.has(name)) asked.add(`${name}.read`)
  const some = roles.filter((role) => role !== 'admin' && role !== 'auditor')
  return [...asked]
    .sort()
    .map((permission) => [
      `\`${permission}\``,
      ...some.map((role) => (allows(catalogue.authorities[role].may, permission) ? 'yes' : '')),
    ])
}

function fieldRows(): string[][] {
  return deciders
    .filter(({ name }) => fields.has(name))
    .map(({ name, events }) => {
      const personal = new Set(
        Object.values(events).flatMap((of) => personalPaths(specOf(of).schema as z.ZodType).map(firstWord)),
      )
      const names = [...(fields.get(name) ?? [])].sort()
      return [`\`${name}\``, names.map((field) => (personal.has(field) ? `**${field}**` : field)).join(', ')]
    })
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
}

/** Changes of a record are said as `changes.<field>`. */
const firstWord = (path: string): string => path.replace(/^changes\./, '').split('.')[0] ?? ''

/** From the sources: each place that refuses names its code and says why. */
function refusals(): string[][] {
  const found = new Map<string, string[]>()
  for (const folder of ['src/domain', 'src/commands', 'src/api'])
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue
      const text = readFileSync(join(root, folder, name), 'utf8')
      for (const [, kind, code = '', quoted = ''] of text.matchAll(
        /\b(refuse|conflict)\(\s*'([a-zA-Z]+\.[a-z-]+)',\s*('[^']*'|`[^`]*`)/g,
      ))
        found.set(code, [`\`${code}\``, kind === 'refuse' ? '422' : '409', said(quoted)])
    }
  return [...found.values()].sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
}

const said = (quoted: string): string => quoted.slice(1, -1).replace(/\$\{[^}]*\}/g, '…')
