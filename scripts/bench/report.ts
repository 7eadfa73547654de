import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeMachine } from './machine.ts'
import type { Report } from './round.ts'

const json = fileURLToPath(new URL('../docs/benchmarks.json', import.meta.url))
const page = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url))
const [start, end] = ['<!-- measured -->', '<!-- /measured -->']

/** A report with the circumstances it was made in. */
export interface Made extends Report {
  /** Rounds that began although others were using the machine. */
  hurriedRounds: number
}

interface Published extends Made {
  date: string
  machine: string
}

/** Takes these results over into docs/, beside the older ones of other benchmarks. */
export function publish(reports: Readonly<Record<string, Made>>): void {
  const kept = existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as Record<string, Published>) : {}
  const measured = { date: new Date().toISOString().slice(0, 10), machine: describeMachine() }
  const all: Record<string, Published> = { ...kept }
  for (const [name, report] of Object.entries(reports)) all[name] = { ...measured, ...report }
  writeFileSync(json, `${JSON.stringify(all, null, 2)}\n`)
  const text = existsSync(page) ? readFileSync(page, 'utf8') : `# Benchmarks\n\n${start}\n${end}\n`
  const [before = '', rest = ''] = text.split(start)
  const after = rest.split(end)[1] ?? ''
  writeFileSync(page, `${before}${start}\n${Object.entries(all).map(section).join('\n')}${end}${after}`)
}

function section([name, report]: [string, Published]): string {
  const { title, about, date, machine, hurriedRounds: hurried } = report
  const busy = hurried > 0 ? `; **others were using the machine at the start of ${hurried} rounds**` : ''
  return `## ${title}\n\n${about}\n\n${table(report)}\n\n\`npm run bench -- ${name}\`, ${date}, ${machine}${busy}.\n`
}

/** As Markdown. */
export function table({ rows }: Report): string {
  const cells = rows.map(({ what, value, limit, ratio, aim, met }) => [
    what,
    value,
    limit ?? '',
    ratio === undefined ? '' : ratio.toFixed(2),
    aim === undefined ? '' : `${aim} ${met ? '✓' : '✗'}`,
  ])
  const head = ['', 'measured', 'limit', 'ratio', 'aim']
  const lines = [head, head.map(() => '---'), ...cells]
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n')
}
