import { type RefObject, useEffect, useRef, useState } from 'react'

/** Rows drawn beyond what is seen, so that a quick scroll meets no gap. */
const spare = 12

interface RowsSeen {
  scroller: RefObject<HTMLElement | null>
  first: number
  last: number
  /** Heights in px of what is not drawn above and below. */
  above: number
  below: number
}

/**
 * Which rows of a long list are drawn, so that ten thousand scroll like ten. Keeps the row at the cursor in sight, and asks for
 * more where the end comes near. `height` is that of a row in px.
 */
export function useRowsSeen({
  count,
  height,
  cursor,
  more,
}: {
  count: number
  height: number
  cursor: number
  more: (() => void) | undefined
}): RowsSeen {
  const scroller = useRef<HTMLElement>(null)
  const [seen, setSeen] = useState({ top: 0, height: 900 })
  const first = Math.max(0, Math.floor(seen.top / height) - spare)
  const last = Math.min(count, Math.ceil((seen.top + seen.height) / height) + spare)

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => setSeen({ top: element.scrollTop, height: element.clientHeight })
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    element.addEventListener('scroll', measure, { passive: true })
    return () => {
      watch.disconnect()
      element.removeEventListener('scroll', measure)
    }
  }, [])

  useEffect(() => {
    if (more && last >= count - spare) more()
  }, [more, last, count])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const top = cursor * height
    // The head of a table lies over its first row.
    const bottom = top + height * 2
    if (top < element.scrollTop) element.scrollTop = top
    else if (bottom > element.scrollTop + element.clientHeight)
      element.scrollTop = bottom - element.clientHeight
  }, [cursor, height])

  return { scroller, first, last, above: first * height, below: (count - last) * height }
}
