/** What browsers write, and the server takes. */
const type = 'audio/webm'

/** Whether this browser can record at all. */
export const canRecord = (): boolean =>
  typeof MediaRecorder !== 'undefined' && MediaRecorder.isTypeSupported(type)

export interface Recording {
  /** What was recorded, once that has stopped; null: nothing. */
  stop(): Promise<Blob | null>
}

/** Records both sides of a call as one sound. */
export function record(sides: readonly MediaStream[]): Recording {
  const sound = new AudioContext()
  const mixed = sound.createMediaStreamDestination()
  for (const side of sides)
    if (side.getAudioTracks().length > 0) sound.createMediaStreamSource(side).connect(mixed)
  const recorder = new MediaRecorder(mixed.stream, { mimeType: type })
  const parts: Blob[] = []
  recorder.ondataavailable = ({ data }) => {
    if (data.size > 0) parts.push(data)
  }
  const stopped = new Promise<void>((resolve) => {
    recorder.onstop = () => resolve()
  })
  // In pieces, so that little is lost where the browser is short of memory.
  recorder.start(1000)
  return {
    async stop() {
      if (recorder.state !== 'inactive') recorder.stop()
      await stopped
      await sound.close()
      return parts.length > 0 ? new Blob(parts, { type }) : null
    },
  }
}
