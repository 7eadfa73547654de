/** `npm run bench [-- <name> ...] [--rounds <n>]`: measures, prints, and brings docs/benchmarks.md up to date. */
import { parseArgs } from 'node:util'
import { commands } from './commands.ts'
import { publish, table } from './report.ts'
import type { Benchmark, Report } from './round.ts'

const benchmarks: readonly Benchmark[] = [commands]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' }, 'dry-run': { type: 'boolean', default: false } },
})
const unknown = positionals.filter((name) => !benchmarks.some((one) => one.name === name))
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}; there are ${benchmarks.map(({ name }) => name).join(', ')}.`,
  )
  process.exit(78)
}
const reports: Record<string, Report> = {}
for (const { name, run } of benchmarks) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  console.log(`\n${name}`)
  const began = performance.now()
  const report = await run({ rounds: Number(values.rounds), say: (line) => console.log(`  ${line}`) })
  reports[name] = report
  console.log(`\n${table(report)}\n(${Math.round((performance.now() - began) / 1000)} s)`)
}
if (!values['dry-run']) publish(reports)
