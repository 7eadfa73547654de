import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'
import { refresh } from '../api/commands.ts'
import { leaveIfSignedOut } from '../api/session.ts'
import type { Change, ChangesMessage, Writers } from '../api/types.gen.ts'
import { useView } from '../time/use-time.ts'
import { applyChanges } from './apply.ts'
import { LiveConnection, type LiveState } from './connection.ts'
import { leaveTrace } from './traces.ts'

type Listener = (change: Change) => void

interface Live {
  connection: LiveConnection
  listen: (listener: Listener) => () => void
  /** Who else writes about a record, and hearing that others do. */
  writers: (topic: string) => readonly Writer[]
  onWriters: (listener: () => void) => () => void
}

type Writer = Writers['people'][number]
const nobody: readonly Writer[] = []

const LiveContext = createContext<Live | undefined>(undefined)

/** How long changes gather before sums are asked for again: an import must not become a storm of questions. */
const gatherMs = 150

export function LiveProvider({ me, children }: { me: string; children: ReactNode }) {
  const client = useQueryClient()
  const [live] = useState(() => makeLive(client, me))
  useEffect(() => {
    live.connection.start()
    return () => live.connection.stop()
  }, [live])
  return <LiveContext value={live}>{children}</LiveContext>
}

function makeLive(client: ReturnType<typeof useQueryClient>, me: string): Live {
  const listeners = new Set<Listener>()
  const writing = new Map<string, readonly Writer[]>()
  const writingListeners = new Set<() => void>()
  const gathered = new Map<string, Set<string>>()
  let timer: number | undefined

  const onMessage = ({ changes }: ChangesMessage) => {
    for (const change of changes) {
      const ids = gathered.get(change.model) ?? new Set()
      gathered.set(change.model, ids)
      if (change.id === null) void refresh(client, [change.model])
      else ids.add(change.id)
      if (change.event?.actorId !== me) leaveTrace(change)
      for (const listener of listeners) listener(change)
    }
    if (timer !== undefined) return
    timer = window.setTimeout(() => {
      timer = undefined
      for (const [model, ids] of gathered) void applyChanges(client, model, ids)
      gathered.clear()
    }, gatherMs)
  }

  return {
    connection: new LiveConnection({
      onMessage,
      // Between an answer and the start of the topic something may have happened that nobody told us of.
      onSubscribed: (topic, resumed) => {
        if (!resumed) void refresh(client, [topic.split('/')[0] ?? topic])
      },
      onProgress: () => undefined,
      // It tells how far the parts are; what else was asked for stays as it is known.
      onStatus: (status) =>
        client.setQueryData<object>(['status'], (known) => known && { ...known, ...status }),
      onWriters: ({ topic, people }) => {
        writing.set(topic, people)
        for (const listener of writingListeners) listener()
      },
      onSignedOut: () => void leaveIfSignedOut(),
    }),
    writers: (topic) => writing.get(topic) ?? nobody,
    onWriters: (listener) => {
      writingListeners.add(listener)
      return () => writingListeners.delete(listener)
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function useLiveContext(): Live {
  const live = useContext(LiveContext)
  if (!live) throw new Error('no live connection around this component')
  return live
}

/** Keeps what is on screen of these topics fresh while the component is there. The past does not change. */
export function useLive(...topics: string[]): void {
  const { connection } = useLiveContext()
  const past = useView() !== null
  const names = topics.join(' ')
  useEffect(() => {
    if (past) return
    const leave = names.split(' ').map((topic) => connection.follow(topic))
    return () => {
      for (const each of leave) each()
    }
  }, [connection, names, past])
}

/** Hears every change that comes in; for the few screens that do more than keep their rows fresh. */
export function useLiveChanges(listener: Listener): void {
  const { listen } = useLiveContext()
  useEffect(() => listen(listener), [listen, listener])
}

/** Said again this often while somebody writes, in ms; the server forgets it a little later than that. */
const writingEvery = 5_000

/** Who else writes about a record that is followed on this screen; others are told that this person does while `isWriting`. */
export function useWriters(topic: string, isWriting: boolean): readonly Writer[] {
  const { connection, writers, onWriters } = useLiveContext()
  useEffect(() => {
    if (!isWriting) return
    connection.write(topic, true)
    const timer = window.setInterval(() => connection.write(topic, true), writingEvery)
    return () => {
      window.clearInterval(timer)
      connection.write(topic, false)
    }
  }, [connection, topic, isWriting])
  return useSyncExternalStore(onWriters, () => writers(topic))
}

export function useLiveState(): { state: LiveState; hurry: () => void } {
  const { connection } = useLiveContext()
  const state = useSyncExternalStore(connection.onState, () => connection.state)
  return useMemo(() => ({ state, hurry: connection.hurry }), [state, connection])
}
