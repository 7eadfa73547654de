import type { WebSocket } from 'ws'

/** Asks a socket to close, and does not wait for a client that does not answer. */
export function end(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason)
  setTimeout(() => socket.terminate(), 2_000).unref()
}

/** Does something again and again, in ms; no process is kept for it. Returns how to stop. */
export function every(ms: number, act: () => void): () => void {
  const timer = setInterval(act, ms)
  timer.unref()
  return () => clearInterval(timer)
}
