import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ImapFlow } from 'imapflow'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'

const program = '/usr/sbin/dovecot'

/** Debian’s `dovecot-imapd`; undefined: it is not installed, and what needs a real IMAP server is skipped. */
export const dovecotPath: string | undefined = existsSync(program) ? program : undefined

export interface Dovecot {
  port: number
  password: string
  /** Puts a message into somebody's inbox, as it is. */
  deliver(login: string, raw: string | Buffer, at?: Date): Promise<void>
  /** Deletes and makes the inbox anew, so that its UIDs begin again under another validity; then puts all back. */
  renumber(login: string): Promise<void>
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

/** A real IMAP server (Dovecot) on this machine; any login with the password is a user. */
export async function dovecot(): Promise<Dovecot> {
  const password = 'let-me-in'
  const port = await freePort()
  const home = mkdtempSync(join(tmpdir(), 'dovecot-'))
  const isRoot = process.getuid?.() === 0
  const [uid, gid] = isRoot
    ? [Number(execFileSync('id', ['-u', 'nobody'])), Number(execFileSync('id', ['-g', 'nobody']))]
    : [process.getuid?.() ?? 0, process.getgid?.() ?? 0]
  const name = (flag: string) =>
    execFileSync('id', [flag, String(uid)])
      .toString()
      .trim()
  for (const folder of ['', 'run', 'state', 'mail']) {
    mkdirSync(join(home, folder), { recursive: true })
    chmodSync(join(home, folder), 0o755)
    if (isRoot) chownSync(join(home, folder), uid, gid)
  }
  const config = join(home, 'dovecot.conf')
  writeFileSync(
    config,
    `
base_dir = ${home}/run
state_dir = ${home}/state
log_path = ${home}/state/log
protocols = imap
listen = 127.0.0.1
default_internal_user = ${name('-un')}
default_login_user = ${name('-un')}
default_internal_group = ${name('-gn')}
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:${home}/mail/%u
first_valid_uid = 1
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${home}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
namespace inbox {
  inbox = yes
}
`,
  )
  let running: ChildProcess | undefined

  const client = async (login: string) => {
    const imap = new ImapFlow({
      host: '127.0.0.1',
      port,
      secure: false,
      auth: { user: login, pass: password },
      logger: false,
    })
    imap.on('error', () => undefined)
    await imap.connect()
    return imap
  }

  async function start() {
    running = spawn(program, ['-F', '-c', config], { ...(isRoot && { uid, gid }), stdio: 'ignore' })
    await eventually(async () => (await client('probe')).logout())
  }

  async function stop() {
    const ended = running
    running = undefined
    if (!ended || ended.exitCode !== null) return
    const gone = new Promise<void>((resolve) => ended.once('exit', () => resolve()))
    ended.kill()
    await gone
  }

  await start()
  return {
    port,
    password,
    async deliver(login, raw, at) {
      const imap = await client(login)
      await imap.append('INBOX', raw, [], at)
      await imap.logout()
    },
    async renumber(login) {
      const imap = await client(login)
      await imap.mailboxOpen('INBOX')
      const kept: (Buffer | undefined)[] = []
      for await (const { source } of imap.fetch('1:*', { source: true })) kept.push(source)
      await imap.logout()
      await stop()
      rmSync(join(home, 'mail', login), { recursive: true, force: true })
      await start()
      const again = await client(login)
      // A UID that was none before stands for another message now.
      for (const source of kept.toReversed()) if (source) await again.append('INBOX', source)
      await again.logout()
    },
    stop,
    start,
    async close() {
      await stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
