import { Button, FileButton } from '@mantine/core'
import { FileUp } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import classes from './drop-zone.module.css'

/** Where files are dropped, or chosen by keyboard. */
export function DropZone({
  label,
  disabled = false,
  onFiles,
  children,
}: {
  label: string
  disabled?: boolean
  onFiles: (files: readonly File[]) => void
  children?: ReactNode
}) {
  const [over, setOver] = useState(false)
  // Emptied after each choice, so that the same file can be chosen anew once it was put right.
  const reset = useRef<() => void>(null)
  return (
    <section
      className={classes.zone}
      aria-label={label}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(!disabled)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (!disabled) onFiles([...event.dataTransfer.files])
      }}
    >
      <div className={classes.drop}>
        <FileUp size={20} aria-hidden />
        <span>Drop files here, or</span>
        <FileButton
          multiple
          resetRef={reset}
          disabled={disabled}
          inputProps={{ 'aria-label': label }}
          onChange={(files) => {
            onFiles(files)
            reset.current?.()
          }}
        >
          {(props) => (
            <Button {...props} variant="default" size="xs">
              Choose files
            </Button>
          )}
        </FileButton>
      </div>
      {children}
    </section>
  )
}
