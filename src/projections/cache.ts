import { BoundedMap } from '../platform/process/bounded-map.ts'
import type { Row } from './tables.ts'

/** Rows used last, by id: a record that changes often is read from Postgres once. */
export class RowCache {
  readonly #rows: BoundedMap<string, Row>

  constructor(limit: number) {
    this.#rows = new BoundedMap(limit)
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id)
  }

  /** null: the row is no more. */
  set(id: string, row: Row | null): void {
    if (row === null) this.#rows.delete(id)
    else this.#rows.set(id, row)
  }

  clear(): void {
    this.#rows.clear()
  }
}
