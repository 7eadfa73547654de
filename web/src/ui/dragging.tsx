import {
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  PointerSensor,
  useDraggable,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import type { CSSProperties, ReactNode } from 'react'

/**
 * By pointer and by keyboard: a click opens, and only a real movement drags; Space lifts and puts down, Escape leaves. `next` says
 * where an arrow leads.
 */
export const useLifting = (next: KeyboardCoordinateGetter) =>
  useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: next,
      keyboardCodes: { start: ['Space'], cancel: ['Escape'], end: ['Space', 'Enter'] },
    }),
  )

/** Something that is opened by a click or Enter, and moved by being dragged or lifted. */
export function Draggable({
  id,
  noun,
  still,
  className,
  style,
  onOpen,
  children,
}: {
  id: string
  /** What it is called by who reads the screen aloud: `card`. */
  noun: string
  /** It cannot be moved. */
  still: boolean
  className: string | undefined
  style?: CSSProperties
  onOpen: () => void
  children: ReactNode
}) {
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({
    id,
    disabled: still,
    attributes: { roleDescription: `${noun} that can be moved` },
  })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dnd-kit's attributes make it a button
    <div
      ref={setNodeRef}
      {...attributes}
      {...listeners}
      className={className}
      style={style}
      data-dragged={isDragging}
      onClick={onOpen}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !isDragging) {
          event.preventDefault()
          onOpen()
        } else listeners?.onKeyDown?.(event)
      }}
    >
      {children}
    </div>
  )
}
