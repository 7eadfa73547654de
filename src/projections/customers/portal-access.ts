import type { PortalStatus } from '../../domain/customers/portal-access.ts'
import { type Column, instant, nullable, text } from '../projection.ts'

const statusText: Column<PortalStatus | null> = nullable(text) as never

export const portalColumns = {
  /** Null: they were never invited. */
  portalStatus: statusText,
  portalInvitedAt: nullable(instant),
  portalSignedInAt: nullable(instant),
}

export const notInvited = { portalStatus: null, portalInvitedAt: null, portalSignedInAt: null }

interface Row {
  portalStatus: PortalStatus | null
  portalInvitedAt: string | null
  portalSignedInAt: string | null
}
interface Happened {
  occurredAt: string
}

const folds = {
  'invited-to-portal': <R extends Row>(row: R | undefined, { occurredAt }: Happened) =>
    row && {
      ...row,
      portalStatus: row.portalStatus === 'open' ? ('open' as const) : ('invited' as const),
      portalInvitedAt: occurredAt,
    },
  'signed-in-to-portal': <R extends Row>(row: R | undefined, { occurredAt }: Happened) =>
    row && { ...row, portalStatus: 'open' as const, portalSignedInAt: occurredAt },
  'portal-access-revoked': <R extends Row>(row: R | undefined) =>
    row && { ...row, portalStatus: 'revoked' as const },
}

/** What becomes of the row of somebody who is let in; it begins with `notInvited`. */
export function portalFolds<const N extends string>(name: N) {
  return Object.fromEntries(Object.entries(folds).map(([verb, fold]) => [`${name}.${verb}`, fold])) as {
    [K in keyof typeof folds as `${N}.${K}`]: (typeof folds)[K]
  }
}
