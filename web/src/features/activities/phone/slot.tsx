import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { derivedQuery } from '../../../api/queries.ts'
import { useMay } from '../../../api/session.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'

const Phone = lazy(async () => ({ default: (await import('./phone.tsx')).Phone }))

/** The telephone of who has a line; it is loaded for nobody else. */
export function PhoneSlot() {
  return useMay()('phoneCall.start') && <Asked />
}

function Asked() {
  useLive('phoneLine')
  const { data } = useQuery(derivedQuery<Replies['/me/phone']>('phoneLine', '/me/phone', {}, null))
  const line = data?.line
  return (
    line && (
      <Suspense fallback={null}>
        <Phone
          key={`${line.id} ${line.server} ${line.domain} ${line.login} ${line.hasPassword}`}
          line={line}
        />
      </Suspense>
    )
  )
}
