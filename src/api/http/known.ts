import type { Principal } from '../../platform/people/permissions.ts'

/** Who a credential stands for, right now. */
export interface Known {
  principal: Principal
  /** What the session or API key is called in the log. */
  sessionId: string
  /** When a session's holder last proved who they are; an API key proves nothing. */
  authenticatedAt?: string
}

export interface Identity {
  /** Undefined: this credential is worth nothing (any more). Cheap enough for every request and every push. */
  authenticate(token: string, ip?: string): Promise<Known | undefined>
  /** Called whenever somebody's rights may have changed or a session may have ended. Returns how to stop. */
  onChange(listener: () => void): () => void
  /**
   * What actors are called; those it does not know are left out. Customers who acted in the portal are known to a reader who
   * sees them as contacts, and to nobody else.
   */
  names(ids: readonly string[], reader?: Principal): Promise<ReadonlyMap<string, string>>
}
