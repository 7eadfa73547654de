/** What one contender did in one round. */
export interface Sample {
  operations: number
  seconds: number
  /** Of single operations, in ms; left out where only the whole was timed. */
  latencies?: readonly number[]
  /** CPU time used by whom, in ms. */
  cpu?: Readonly<Record<string, number>>
}
