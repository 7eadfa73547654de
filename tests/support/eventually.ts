import { vi } from 'vitest'
import { patience } from './patience.ts'

/**
 * Waits until an assertion holds; resolves with what it returns, and rejects with its own error when it still does
 * not hold after `patience`. Wait for exactly what is asserted, never for something beside it.
 */
export const eventually = <T>(assertion: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(assertion, { timeout: patience, interval: 20 })
