import { noteWritten, unreachable } from './client.ts'
import { Problem, problemOf } from './problem.ts'

interface Sending {
  parameters?: Readonly<Record<string, string>>
  /** The idempotency key, where it becomes a record. */
  key?: string
  /** Told how much of it is there, from 0 to 1. */
  onProgress?: (part: number) => void
  signal?: AbortSignal
}

/** Sends a file as it lies on the disk: the browser reads it while it goes. */
export async function sendFile<T>(
  path: string,
  file: File,
  { parameters, key, onProgress, signal }: Sending = {},
): Promise<T> {
  const begins = await file
    .slice(0, 1)
    .arrayBuffer()
    .then(Boolean, () => false)
  if (!begins)
    throw new Problem({
      status: 0,
      code: 'unreadable',
      title: `${file.name} cannot be read`,
      detail: `${file.name} was moved or changed since it was chosen. Choose it again.`,
    })
  const address = `/api${path}?${new URLSearchParams({ ...parameters, name: file.name })}`
  const response = await carry(address, file, { key, onProgress, signal })
  if (!response.ok) throw await problemOf(response)
  const reply = (await response.json()) as T & { position?: string }
  noteWritten(reply)
  return reply
}

/** `fetch` does not tell how much of a body is there. */
function carry(
  address: string,
  body: File,
  { key, onProgress, signal }: { [K in keyof Sending]: Sending[K] | undefined },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', address)
    request.setRequestHeader('content-type', 'application/octet-stream')
    if (key !== undefined) request.setRequestHeader('idempotency-key', key)
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0)
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }))
    request.onerror = () => reject(unreachable())
    request.onabort = () => reject(new DOMException('Cancelled.', 'AbortError'))
    signal?.addEventListener('abort', () => request.abort())
    request.send(body)
  })
}
