import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface Shortcut {
  /** As on the keyboard: `j`, `?`, `Enter`. Those with Ctrl are kept by their own parts. Without one it is offered by name. */
  key?: string
  label: string
  /** Moves about on the screen: nothing that would be asked for by its name. */
  moves?: true
  run: () => void
}

export interface ShortcutGroup {
  name: string
  shortcuts: readonly Shortcut[]
}

const groups: { name: string; current: () => readonly Shortcut[] }[] = []
const listeners = new Set<() => void>()
let shown: readonly ShortcutGroup[] = []

/** Makes keys work while the component is on screen. What was added last is asked first. */
export function useShortcuts(name: string, shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  const shape = shortcuts.map(({ key, label }) => `${key} ${label}`).join('\n')
  // The list people see changes only with its words, not with every new closure.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` is what the list shows
  useEffect(() => {
    const group = { name, current: () => latest.current }
    groups.push(group)
    publish()
    return () => {
      groups.splice(groups.indexOf(group), 1)
      publish()
    }
  }, [name, shape])
}

/** What works right now, for the list behind `?`. */
export function useShortcutGroups(): readonly ShortcutGroup[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shown,
  )
}

/** What can be asked for by its name on this screen, with what was added last first. */
export function offered(): readonly ShortcutGroup[] {
  return groups
    .toReversed()
    .map(({ name, current }) => ({ name, shortcuts: current().filter(({ moves }) => !moves) }))
}

/** The one listener of the app; started once by the shell. */
export function listenToKeys(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || busy(event)) return
    for (const { current } of groups.toReversed()) {
      const found = current().find(({ key }) => key === event.key)
      if (!found) continue
      event.preventDefault()
      found.run()
      return
    }
  }
  window.addEventListener('keydown', onKey)
  return () => window.removeEventListener('keydown', onKey)
}

const writtenIn = 'input, textarea, select, [contenteditable], [role="listbox"]'
const pressed = 'button, a, summary, [role="button"]'

/** Whether a key belongs to something else: a field being written in, an open menu, a dialog, a button to press. */
function busy({ target, key }: KeyboardEvent): boolean {
  if (document.querySelector('[aria-modal="true"], [role="menu"], [data-dragging="true"]')) return true
  if (!(target instanceof HTMLElement)) return false
  return target.closest(writtenIn) !== null || (key === 'Enter' && target.closest(pressed) !== null)
}

function publish(): void {
  shown = groups.map(({ name, current }) => ({ name, shortcuts: current() }))
  for (const listener of listeners) listener()
}
