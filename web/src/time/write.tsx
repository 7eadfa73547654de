import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import { createContext, type MouseEventHandler, type ReactNode, useContext, useRef } from 'react'
import { useMay } from '../api/session.ts'
import { useShortcuts } from '../ui/shortcuts.ts'
import { useView } from './use-time.ts'

/** Why the person cannot change things here; undefined: they can. */
export function useRefusal(): (permission: string) => string | undefined {
  const may = useMay()
  const past = useView() !== null
  return (permission) => {
    if (past) return 'This is the past, and the past cannot be changed. Press N to return to now.'
    if (!may(permission)) return 'Your role does not allow this. An administrator can change it.'
    return undefined
  }
}

/** What the buttons inside are about: they can be asked for by their names, too. */
export const Offering = createContext<string | undefined>(undefined)

/** A button that changes something: off in the past and without the permission, and it says why. */
export function WriteButton({
  permission,
  refusal,
  children,
  onClick,
  ...rest
}: ButtonProps & {
  permission: string
  /** Another reason why not, such as the state of the record. */
  refusal?: string | undefined
  children: ReactNode
  onClick?: MouseEventHandler<HTMLButtonElement>
  type?: 'button' | 'submit'
  'aria-label'?: string
}) {
  const why = useRefusal()(permission) ?? refusal
  const about = useContext(Offering)
  const button = useRef<HTMLButtonElement>(null)
  const isOffered = about !== undefined && why === undefined && typeof children === 'string'
  useShortcuts(about ?? '', isOffered ? [{ label: children, run: () => button.current?.click() }] : [])
  return (
    <Tooltip label={why} disabled={!why}>
      <Button
        {...rest}
        ref={button}
        {...(why ? { 'data-disabled': true, 'aria-disabled': true } : {})}
        onClick={(event) => (why ? event.preventDefault() : onClick?.(event))}
      >
        {children}
      </Button>
    </Tooltip>
  )
}
