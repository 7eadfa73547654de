import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type PointerEvent, useRef, useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { sendFile } from '../../../api/send-file.ts'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import type { ServiceOrder } from '../service-order.entry.ts'
import classes from './sign.module.css'

/** Somebody signs with a finger or a pen that the work is done; the picture lies with the order as a file. */
export function Sign({ row }: { row: ServiceOrder }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <WriteButton variant="default" permission="serviceOrder.sign" onClick={() => setOpen(true)}>
        {row.signature ? 'Signed' : 'Sign'}
      </WriteButton>
      {open && <SignDialog row={row} onClose={() => setOpen(false)} />}
    </>
  )
}

function SignDialog({ row, onClose }: { row: ServiceOrder; onClose: () => void }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [name, setName] = useState('')
  const [drawn, setDrawn] = useState(false)
  const [busy, setBusy] = useState(false)
  const command = useCommand()
  const sign = async () => {
    setBusy(true)
    try {
      const fileId = drawn && canvas.current ? await uploaded(canvas.current, row.id) : null
      await command.mutateAsync({
        method: 'POST',
        path: `/service-orders/${row.id}/sign`,
        body: { name, fileId },
        touches: ['serviceOrder', 'file'],
      })
      done(`Signed by ${name}`)
      onClose()
    } catch (error) {
      failed('It is not signed', error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title="Sign that it is done">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) void sign()
        }}
      >
        <Stack gap={12}>
          <TextInput
            label="Name"
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <canvas
            ref={canvas}
            className={classes.pad}
            width={600}
            height={200}
            aria-label="Signature, drawn with a finger, a pen or the mouse"
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId)
              draw(event, true)
              setDrawn(true)
            }}
            onPointerMove={(event) => event.buttons > 0 && draw(event, false)}
          />
          <Group justify="flex-end" gap={8}>
            <Button
              variant="default"
              onClick={() => {
                canvas.current?.getContext('2d')?.clearRect(0, 0, 600, 200)
                setDrawn(false)
              }}
            >
              Clear
            </Button>
            <Button type="submit" loading={busy} disabled={!name.trim()}>
              Sign
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function draw({ currentTarget: canvas, clientX, clientY }: PointerEvent<HTMLCanvasElement>, begins: boolean) {
  const pen = canvas.getContext('2d')
  if (!pen) return
  const box = canvas.getBoundingClientRect()
  const x = ((clientX - box.left) / box.width) * canvas.width
  const y = ((clientY - box.top) / box.height) * canvas.height
  pen.lineWidth = 3
  pen.lineCap = 'round'
  pen.strokeStyle = '#111'
  if (begins) {
    pen.beginPath()
    pen.moveTo(x, y)
  } else {
    pen.lineTo(x, y)
    pen.stroke()
  }
}

/** @returns the id of the file that it lies in. */
async function uploaded(canvas: HTMLCanvasElement, recordId: string): Promise<string> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('The signature cannot be read')
  const file = new File([blob], 'Signature.png', { type: 'image/png' })
  const { id } = await sendFile<{ id: string }>('/files', file, {
    parameters: { model: 'serviceOrder', recordId },
    key: crypto.randomUUID(),
  })
  return id
}
