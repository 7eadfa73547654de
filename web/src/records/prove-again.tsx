import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useState } from 'react'
import { post } from '../api/client.ts'
import { Problem } from '../api/problem.ts'
import { useMe } from '../api/session.ts'
import type { Field } from './field.ts'

/** With all its inputs, which the first screen does not need. */
const AskDialog = lazy(async () => ({ default: (await import('./ask-dialog.tsx')).AskDialog }))

type Sensitive = <T>(ask: () => Promise<T>) => Promise<T>

const Context = createContext<Sensitive>((ask) => ask())

/** Does what is sensitive; where the server wants it, the person first proves again who they are. */
export const useSensitive = () => useContext(Context)

interface Waiting {
  proved: () => void
  refused: () => void
}

const password: Field = { key: 'password', label: 'Password', kind: 'password', required: true }
const code: Field = {
  key: 'code',
  label: 'Code',
  kind: 'text',
  required: true,
  hint: 'Six digits from your authenticator app, or a recovery code',
}

export function ProveAgain({ children }: { children: ReactNode }) {
  const { secondFactor } = useMe()
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const sensitive: Sensitive = useCallback(async (ask) => {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'reauthenticate') throw error
      await new Promise<void>((resolve, reject) =>
        setWaiting({ proved: resolve, refused: () => reject(error) }),
      )
      return ask()
    }
  }, [])
  return (
    <Context value={sensitive}>
      {children}
      <Suspense>
        {waiting && (
          <AskDialog
            title="Is it still you?"
            fields={secondFactor ? [password, code] : [password]}
            submit="Go on"
            onSubmit={async (answers) => {
              await post('/me/reauthenticate', answers)
              waiting.proved()
            }}
            onClose={() => {
              // After a proof this changes nothing: a promise is settled once.
              waiting.refused()
              setWaiting(null)
            }}
          >
            You signed in a while ago, and what comes is sensitive.
          </AskDialog>
        )}
      </Suspense>
    </Context>
  )
}
