import type { Row } from './tables.ts'

/** Rows used last, by id: a record that changes often is read from Postgres once. */
export class RowCache {
  readonly #limit: number
  readonly #rows = new Map<string, Row>()

  constructor(limit: number) {
    this.#limit = limit
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id)
  }

  /** null: the row is no more. */
  set(id: string, row: Row | null): void {
    this.#rows.delete(id)
    if (row === null) return
    this.#rows.set(id, row)
    if (this.#rows.size > this.#limit) {
      const oldest = this.#rows.keys().next()
      if (!oldest.done) this.#rows.delete(oldest.value)
    }
  }

  clear(): void {
    this.#rows.clear()
  }
}
