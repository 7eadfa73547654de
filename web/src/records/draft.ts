import { useEffect, useRef, useState } from 'react'
import { equal } from './equal.ts'

/** What was entered and not sent. It lives as long as the page, and is written down nowhere: it may be about people. */
const kept = new Map<string, unknown>()

/** What is being entered. Where its form is closed without an end, the next form of that key goes on with it. */
export function useDraft<T>(key: string, start: () => T) {
  const [blank] = useState(start)
  const [draft, setDraft] = useState(() => (kept.get(key) as T | undefined) ?? blank)
  const [isKept, setKept] = useState(draft !== blank)
  const latest = useRef(draft)
  const isOver = useRef(false)
  useEffect(() => {
    latest.current = draft
  }, [draft])
  useEffect(
    () => () => {
      if (isOver.current || equal(latest.current, blank)) kept.delete(key)
      else kept.set(key, latest.current)
    },
    [key, blank],
  )
  return {
    draft,
    setDraft,
    /** It was left behind by a form before this one. */
    isKept,
    restart: () => {
      setDraft(blank)
      setKept(false)
    },
    /** It was sent, or is not wanted. */
    end: () => {
      isOver.current = true
    },
  }
}
