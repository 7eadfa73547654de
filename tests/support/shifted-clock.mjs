// Loaded before a program of ours: its clock is off by the milliseconds in a file, which SIGUSR2 has read again.
import { readFileSync } from 'node:fs'

const read = () => Number(readFileSync(process.env.HINDSIGHT_TEST_SHIFT, 'utf8'))
let shift = read()
process.on('SIGUSR2', () => {
  shift = read()
})

const RealDate = Date
const now = () => RealDate.now() + shift
globalThis.Date = class extends RealDate {
  constructor(...of) {
    super(...(of.length === 0 ? [now()] : of))
  }
  static now = now
}
