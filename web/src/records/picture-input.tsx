import { Button, FileButton, Group, Input } from '@mantine/core'
import { useState } from 'react'
import { Nothing } from '../ui/values.tsx'
import type { FieldKind, OwnInput } from './field.ts'
import { Picture } from './field-value.tsx'

interface Size {
  width: number
  height: number
}

/** A picture from a file, made to fit this size before it is sent: it is kept in the log for good. */
export function picture(most: Size): Extract<FieldKind, { kind: 'own' }> {
  const Show = ({ value }: { value: unknown }) =>
    typeof value === 'string' ? <Picture source={value} /> : <Nothing />
  return { kind: 'own', Show, Input: (shared) => <PictureInput {...shared} most={most} /> }
}

function PictureInput({ label, error, value, onChange, most }: OwnInput & { most: Size }) {
  const [unreadable, setUnreadable] = useState<string>()
  const choose = async (file: File | null) => {
    if (!file) return
    setUnreadable(undefined)
    try {
      onChange(await small(file, most))
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
          inputProps={{ 'aria-label': `Picture: ${label}` }}
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

async function small(file: File, most: Size): Promise<string> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, most.width / picture.width, most.height / picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/png')
}
