import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'

const program = '/usr/bin/radicale'

/** Debian’s `radicale`; undefined: it is not installed, and what needs a real CalDAV server is skipped. */
export const radicalePath: string | undefined = existsSync(program) ? program : undefined

export interface Radicale {
  url: string
  password: string
  /** Makes a calendar of somebody’s. */
  calendar(login: string, name: string): Promise<void>
  /** Puts an event into it, by its lines. */
  put(login: string, calendar: string, uid: string, lines: readonly string[]): Promise<void>
  remove(login: string, calendar: string, uid: string): Promise<void>
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

const berlin = 'TZID=Europe/Berlin'
/** A zone that is named is to be described (RFC 5545, 3.6.5); without, a server may refuse it as one that it does not know. */
const zoneOfBerlin = [
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Berlin',
  'BEGIN:DAYLIGHT',
  'DTSTART:19810329T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:19961027T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
]

/** A real CalDAV server (Radicale) on this machine, with these users. */
export async function radicale(logins: readonly string[]): Promise<Radicale> {
  const password = 'let-me-in'
  const port = await freePort()
  const home = mkdtempSync(join(tmpdir(), 'radicale-'))
  const url = `http://127.0.0.1:${port}/`
  const [users, config] = [join(home, 'users'), join(home, 'config')]
  writeFileSync(users, logins.map((login) => `${login}:${password}\n`).join(''))
  writeFileSync(
    config,
    `
[server]
hosts = 127.0.0.1:${port}
[auth]
type = htpasswd
htpasswd_filename = ${users}
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = ${home}/collections
`,
  )
  let running: ChildProcess | undefined

  async function ask(login: string, method: string, path: string, body?: string) {
    const reply = await fetch(new URL(`${login}/${path}`, url), {
      method,
      headers: { authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}` },
      ...(body !== undefined && { body }),
    })
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`)
  }

  async function start() {
    running = spawn(program, ['--config', config], { stdio: 'ignore' })
    await eventually(async () => {
      await fetch(url)
    })
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
    url,
    password,
    calendar: (login, name) => ask(login, 'MKCALENDAR', `${name}/`),
    put: (login, calendar, uid, lines) =>
      ask(
        login,
        'PUT',
        `${calendar}/${uid}.ics`,
        [
          'BEGIN:VCALENDAR',
          'VERSION:2.0',
          'PRODID:-//Example//Example//EN',
          ...(lines.some((line) => line.includes(berlin)) ? zoneOfBerlin : []),
          'BEGIN:VEVENT',
          `UID:${uid}`,
          'DTSTAMP:20260101T000000Z',
          ...lines,
          'END:VEVENT',
          'END:VCALENDAR',
          '',
        ].join('\r\n'),
      ),
    remove: (login, calendar, uid) => ask(login, 'DELETE', `${calendar}/${uid}.ics`),
    stop,
    start,
    async close() {
      await stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
