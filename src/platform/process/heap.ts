import { setFlagsFromString } from 'node:v8'

/**
 * Lets the heap grow by this share of what lives in it before old garbage is collected. V8 by itself waits until it is
 * several times as much, which on a machine that Postgres shares is memory taken from Postgres' caches: the server kept
 * 355 MiB where 55 MiB were alive, and keeps about 200 so (docs/benchmarks.md has what it costs).
 */
const growth = 80

/** For processes that run long: call it first. */
export function keepHeapSmall(): void {
  // V8 looks at this flag anew whenever it has collected, so that it may be set in a running process.
  setFlagsFromString(`--heap-growing-percent=${growth}`)
}
