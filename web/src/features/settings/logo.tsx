import { Button, FileButton, Group, Input } from '@mantine/core'
import { useState } from 'react'
import type { OwnInput } from '../../records/field.ts'
import { Picture } from '../../records/field-value.tsx'

/** Large enough for a letterhead at twice the size it is shown; it is kept in the log for good. */
const widest = 480
const highest = 144

/** A picture from a file, made small before it is sent. */
export function LogoInput({ label, error, value, onChange }: OwnInput) {
  const [unreadable, setUnreadable] = useState<string>()
  const choose = async (file: File | null) => {
    if (!file) return
    setUnreadable(undefined)
    try {
      onChange(await small(file))
    } catch {
      setUnreadable('This is no picture that a browser can read. Choose a PNG, JPEG or WebP.')
    }
  }
  return (
    <Input.Wrapper
      labelElement="div"
      label={label}
      description="PNG, JPEG or WebP; larger ones are made smaller"
      error={unreadable ?? error}
    >
      <Group gap={8} mt={4}>
        {typeof value === 'string' && <Picture source={value} />}
        <FileButton
          accept="image/png,image/jpeg,image/webp"
          onChange={(file) => void choose(file)}
          inputProps={{ 'aria-label': 'Picture of the logo' }}
        >
          {(props) => (
            <Button {...props} variant="default">
              {value ? 'Choose another' : 'Choose a picture'}
            </Button>
          )}
        </FileButton>
        {typeof value === 'string' && (
          <Button variant="subtle" onClick={() => onChange(null)}>
            Remove
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  )
}

async function small(file: File): Promise<string> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, widest / picture.width, highest / picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/png')
}
