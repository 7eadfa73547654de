/**
 * `npm run bench [-- <name> ...] [--rounds <n>]` or `-- against <commit>`: measures, prints, and brings docs/benchmarks.md up to
 * date.
 */
import { parseArgs } from 'node:util'
import { against } from './against.ts'
import { backTests } from './back-tests.ts'
import { batches } from './batches.ts'
import { commands } from './commands.ts'
import { criteria } from './criteria.ts'
import { description } from './description.ts'
import { endWhenInterrupted } from './ending.ts'
import { eventStore } from './event-store.ts'
import { histories } from './histories.ts'
import { lag } from './lag.ts'
import { largeProduct } from './large.ts'
import { lists } from './lists.ts'
import { hurriedRounds } from './machine.ts'
import { memory } from './memory.ts'
import { rebuild } from './rebuild.ts'
import { type Made, publish, table } from './report.ts'
import type { Benchmark } from './round.ts'
import { search } from './search.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    /** For those benchmarks that run over many records. */
    records: { type: 'string', default: '100000' },
    'dry-run': { type: 'boolean', default: false },
  },
})
endWhenInterrupted()
const say = (line: string) => console.log(`  ${line}`)
const large = largeProduct(Number(values.records), say)
const [first, commit] = positionals
const named = first === 'against' ? [first] : positionals
const benchmarks: readonly Benchmark[] = [
  ...(first === 'against' && commit ? [against(commit)] : []),
  commands,
  description,
  eventStore,
  histories,
  lag,
  rebuild,
  lists(large.get),
  criteria(Number(values.records)),
  batches(Math.min(10_000, Number(values.records) / 10)),
  backTests(Math.min(10_000, Number(values.records) / 10)),
  search(2 * Number(values.records)),
  memory(large.get),
]
const unknown = named.filter((name) => !benchmarks.some((one) => one.name === name))
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}; there are ${benchmarks.map(({ name }) => name).join(', ')}.`,
  )
  process.exit(78)
}
const reports: Record<string, Made> = {}
try {
  for (const { name, run } of benchmarks) {
    if (named.length > 0 && !named.includes(name)) continue
    console.log(`\n${name}`)
    const began = performance.now()
    const hurried = hurriedRounds()
    const report = await run({ rounds: Number(values.rounds), say })
    reports[name] = { ...report, hurriedRounds: hurriedRounds() - hurried }
    console.log(`\n${table(report)}\n(${Math.round((performance.now() - began) / 1000)} s)`)
  }
} finally {
  await large.stop()
}
if (!values['dry-run']) publish(reports)
