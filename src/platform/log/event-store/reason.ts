import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  NotLeaderError,
  TimeoutError,
} from '@eventstore/db-client'
import { messageOf, TimedOut } from './connection.ts'
import { OtherLog } from './contract.ts'

/** Why a store is not reached, in words for who runs it, and whether waiting may help. */
export interface Reason {
  text: string
  mayPass: boolean
}

/** By what the client, TLS (OpenSSL) and the resolver say; the first that fits. */
const known: readonly (readonly [RegExp, Reason])[] = [
  [
    /self[- ]signed|unable to (get|verify)|unknown ca|UNABLE_TO_|DEPTH_ZERO/i,
    {
      text: 'the certificate of its server is not of a CA that is known here (tlsCAFile=<file> names one of your own)',
      mayPass: false,
    },
  ],
  [
    /certificate has expired|CERT_HAS_EXPIRED/i,
    { text: 'the certificate of its server has expired', mayPass: false },
  ],
  [
    /altnames|ERR_TLS_CERT/i,
    { text: 'the certificate of its server is for another name than the one in the URL', mayPass: false },
  ],
  [
    /wrong version number|packet length too long|EPROTO/i,
    {
      text: 'it does not speak TLS there, and the URL wants it (tls=false where it is to be plain)',
      mayPass: false,
    },
  ],
  [
    // A deadline that has passed names the time that name resolution took of it.
    /ENOTFOUND|EAI_AGAIN|name resolution failed/i,
    { text: 'the name of its server is not known here', mayPass: true },
  ],
  [/ECONNREFUSED/i, { text: 'nothing listens at its address', mayPass: true }],
  [
    /ECONNRESET|failed to connect|socket hang up|protocol error|ended unexpectedly|before secure TLS|connection dropped/i,
    {
      text: 'its server has ended the connection (one with TLS does so at once where the URL says tls=false)',
      mayPass: true,
    },
  ],
  [/not.?ready/i, { text: 'it is not ready yet: it starts, or looks for its leader', mayPass: true }],
  [/too.?busy/i, { text: 'it has more to do than it can', mayPass: true }],
  [
    /no leader|leader info|discover|gossip/i,
    { text: 'it has no leader now, or none that is reached from here', mayPass: true },
  ],
]

export function diagnose(error: unknown): Reason {
  const text = `${messageOf(error)} ${error instanceof Error && error.cause ? messageOf(error.cause) : ''}`
  if (error instanceof OtherLog) return { text: error.message, mayPass: true }
  if (error instanceof AccessDeniedError || /unauthenticated|access.?denied/i.test(text))
    return { text: 'it refuses the user or the password of the URL, or wants one', mayPass: false }
  if (error instanceof NotLeaderError)
    return { text: 'the node that was asked is not the leader of its cluster', mayPass: true }
  const found = known.find(([pattern]) => pattern.test(text))
  if (found) return found[1]
  if (
    error instanceof TimedOut ||
    error instanceof DeadlineExceededError ||
    error instanceof TimeoutError ||
    error instanceof CancelledError
  )
    return { text: 'it does not answer in time', mayPass: true }
  return { text: messageOf(error), mayPass: true }
}

export const reasonOf = (error: unknown): string => diagnose(error).text
