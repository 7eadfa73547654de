import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'

/** Debian’s `kannel`; undefined: it is not installed, and what needs a real gateway is skipped. */
export const kannelPath: string | undefined = (() => {
  try {
    const path = `${process.env.PATH}:/usr/sbin`
    return dirname(
      execFileSync('which', ['bearerbox'], { env: { PATH: path } })
        .toString()
        .trim(),
    )
  } catch {
    return undefined
  }
})()

export interface Kannel {
  /** Where texts are handed in. */
  url: string
  login: string
  password: string
  close(): Promise<void>
}

/** A real gateway (Kannel) on this machine: it speaks SMPP to a centre, and HTTP to who sends, and tells what comes at an address. */
export async function kannel(
  centre: { port: number; login: string; password: string },
  getUrl: string,
): Promise<Kannel> {
  const home = mkdtempSync(join(tmpdir(), 'kannel-'))
  const [admin, box, send] = [await freePort(), await freePort(), await freePort()]
  const config = join(home, 'kannel.conf')
  // One that sends and one that receives are two groups; by their one id receipts find what was sent.
  const connection = (port: string) => `group = smsc
smsc = smpp
smsc-id = centre
host = 127.0.0.1
${port}
smsc-username = ${centre.login}
smsc-password = ${centre.password}
system-type = ""
reconnect-delay = 1
`
  writeFileSync(
    config,
    `
group = core
admin-port = ${admin}
admin-password = x
smsbox-port = ${box}
box-allow-ip = 127.0.0.1
log-file = ${home}/bearerbox.log
log-level = 1

${connection(`port = ${centre.port}`)}
${connection(`receive-port = ${centre.port}`)}
group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${send}
log-file = ${home}/smsbox.log
log-level = 1

group = sendsms-user
username = larkspur
password = let-me-in
concatenation = true
max-messages = 10

group = sms-service
keyword = default
catch-all = true
omit-empty = true
max-messages = 0
get-url = "${getUrl}"
`,
  )
  // It runs as nobody, as a server does: as root it does not.
  const isRoot = process.getuid?.() === 0
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody']))
  const as = isRoot ? { uid: id('-u'), gid: id('-g') } : {}
  chmodSync(home, 0o755)
  if (isRoot) chownSync(home, id('-u'), id('-g'))
  const start = (name: string): ChildProcess =>
    spawn(join(kannelPath ?? '', name), [config], { ...as, cwd: home, stdio: 'ignore' })
  const bearer = start('bearerbox')
  await eventually(async () => {
    const status = await fetch(`http://127.0.0.1:${admin}/status.txt?password=x`)
    if (!(await status.text()).includes('online')) throw new Error('it has no centre yet')
  })
  const sms = start('smsbox')
  await eventually(() => fetch(`http://127.0.0.1:${send}/`))
  return {
    url: `http://127.0.0.1:${send}/cgi-bin/sendsms`,
    login: 'larkspur',
    password: 'let-me-in',
    async close() {
      for (const one of [sms, bearer]) {
        const ended = new Promise((resolve) => one.once('exit', resolve))
        one.kill('SIGKILL')
        await ended
      }
      rmSync(home, { recursive: true, force: true })
    },
  }
}
