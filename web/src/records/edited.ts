import { useEffect, useState } from 'react'
import { equal } from './equal.ts'

/**
 * Something of a record that is edited on its page, and not saved yet; `of` says what, and is the same function each time. What
 * others save meanwhile is shown unless there is something here that it would take away.
 */
export function useEdited<R extends { revision?: number | undefined }, T>(row: R, of: (row: R) => T) {
  const [base, setBase] = useState(row)
  const [edited, setEdited] = useState(() => of(row))
  const isChanged = !equal(edited, of(base))
  useEffect(() => {
    if (isChanged || row.revision === base.revision) return
    setBase(row)
    setEdited(() => of(row))
  }, [row, base, isChanged, of])
  return { base, setBase, edited, setEdited, isChanged }
}
