import { whereIs } from '../outside/where.ts'

/** Where a mailbox is, and how one gets in. */
export interface Access {
  host: string
  port: number
  tls: 'implicit' | 'starttls' | 'none'
  login: string
  password: string
}

/** A message as the server has it. */
export interface Fetched {
  uid: number
  /** When the server took it, ISO-8601 UTC. */
  at: string
  raw: Buffer
  /** Of one that is larger than what is taken, only the head was fetched. */
  isHead: boolean
  bytes: number
}

/** What the server says of us, without what it was told. */
export class MailboxFailed extends Error {
  override name = 'MailboxFailed'
}

const folder = 'INBOX'

/**
 * The messages of an inbox that have come since one was handled, oldest first (RFC 9051). UIDs are the server's: they are asked
 * for from the last one on, which may come again, and compared. Of another validity they begin anew. Nothing is changed over there,
 * nor marked as read.
 * @throws MailboxFailed
 */
export async function fetchNew(
  access: Access,
  since: { uidValidity: bigint | null; uid: number | null },
  { largest, take }: { largest: number; take: (one: Fetched, uidValidity: bigint) => Promise<void> },
): Promise<void> {
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({
    host: await whereIs(access.host),
    servername: access.host,
    port: access.port,
    secure: access.tls === 'implicit',
    doSTARTTLS: access.tls === 'starttls',
    auth: { user: access.login, pass: access.password },
    logger: false,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
    disableAutoIdle: true,
  })
  // What ends the connection rejects what is under way; without a listener it would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { uidValidity } = await client.mailboxOpen(folder, { readOnly: true })
    const from = since.uidValidity === uidValidity && since.uid !== null ? since.uid : undefined
    const found = await client.search({ uid: `${from ?? 1}:*` }, { uid: true })
    const uids = (found || []).filter((uid) => from === undefined || uid > from).toSorted((a, b) => a - b)
    for (const uid of uids) {
      const about = await client.fetchOne(String(uid), { size: true, internalDate: true }, { uid: true })
      // It was taken away meanwhile.
      if (!about) continue
      const bytes = about.size ?? 0
      const isHead = bytes > largest
      const one = await client.fetchOne(
        String(uid),
        isHead ? { headers: true } : { source: { maxLength: largest } },
        { uid: true },
      )
      const raw = one && (isHead ? one.headers : one.source)
      if (!raw) continue
      const at = new Date(about.internalDate ?? Date.now()).toISOString()
      await take({ uid, at, raw, isHead, bytes }, uidValidity)
    }
    await client.logout()
  } catch (error) {
    throw failureOf(error, access)
  } finally {
    client.close()
  }
}

function failureOf(error: unknown, { password }: Access): unknown {
  const { authenticationFailed, responseText, code } = error as {
    authenticationFailed?: boolean
    responseText?: string
    code?: string
  }
  if (authenticationFailed) return new MailboxFailed('The server does not let this login in.')
  if (responseText !== undefined || code !== undefined) {
    const said = responseText ?? (error instanceof Error ? error.message : String(error))
    return new MailboxFailed(
      said
        .replaceAll(password, '…')
        .replace(/[\p{C}\s]+/gu, ' ')
        .slice(0, 300),
    )
  }
  return error
}
