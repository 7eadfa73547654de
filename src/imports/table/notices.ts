import type { Notice } from '../import.ts'

/** So many notices of each kind are kept; the lines of all are counted. */
export const listed = 1000

const kinds = ['refused', 'incomplete', 'mapped'] as const

/** What is told of lines, as many of them as anybody reads: a file may be wrong in every line. */
export class NoticeBook {
  readonly counts = { refused: 0, incomplete: 0, mapped: 0 }
  private readonly kept: Record<Notice['kind'], Notice[]> = { refused: [], incomplete: [], mapped: [] }

  /** All that there is to tell of one line. */
  note(notices: readonly Notice[]): void {
    for (const kind of kinds) {
      const of = notices.filter((notice) => notice.kind === kind)
      if (of.length === 0) continue
      this.counts[kind]++
      if (this.kept[kind].length < listed) this.kept[kind].push(...of)
    }
  }

  all(): Notice[] {
    return kinds.flatMap((kind) => this.kept[kind].sort((a, b) => a.line - b.line))
  }
}
