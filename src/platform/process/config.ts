import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { validate } from 'node-cron'
import { z } from 'zod'
import { type MailConfig, parseAddress } from '../people/mail.ts'
import type { OidcConfig } from '../people/oidc.ts'

/** sysexits.h EX_CONFIG: told by a supervisor from a crash, so that it does not restart for ever. */
export const exitConfig = 78

/** Something the operator must put right before the program can run; shown as one line, without a stack. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ConfigError'
  }
}

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number')
  .transform(Number)
  .pipe(z.number().max(65535, 'must be 0 to 65535'))
/** @throws ConfigError when others could read or answer on the way to a store that is not on this machine. */
function refusePlain({
  DATABASE_URL,
  EVENTSTORE_URL,
  FILES_URL,
  CLAMAV_URL,
  HINDSIGHT_PLAIN_STORES,
}: z.output<typeof environment>): void {
  if (/[?&]tlsVerifyCert=false/i.test(EVENTSTORE_URL ?? ''))
    throw new ConfigError(
      'Bad configuration. EVENTSTORE_URL: tlsVerifyCert=false has no effect; leave it out, and name a CA of your own by ' +
        'tlsCAFile=<file>.',
    )
  if (HINDSIGHT_PLAIN_STORES) return
  const way = 'or set HINDSIGHT_PLAIN_STORES=true where the network between is trusted'
  if (
    DATABASE_URL !== undefined &&
    !isHere(DATABASE_URL) &&
    !/[?&]sslmode=verify-full(&|$)/.test(DATABASE_URL)
  )
    throw new ConfigError(
      `Bad configuration. DATABASE_URL: add sslmode=verify-full (and sslrootcert=<file> for a CA of your own), ${way}.`,
    )
  if (EVENTSTORE_URL !== undefined && !isHere(EVENTSTORE_URL) && /[?&]tls=false/i.test(EVENTSTORE_URL))
    throw new ConfigError(
      `Bad configuration. EVENTSTORE_URL: leave out tls=false (tlsCAFile=<file> names a CA of your own), ${way}.`,
    )
  const endpoint = FILES_URL?.startsWith('s3:') ? new URL(FILES_URL).searchParams.get('endpoint') : null
  if (endpoint?.startsWith('http:') && !isHere(endpoint))
    throw new ConfigError(`Bad configuration. FILES_URL: let its endpoint be https://, ${way}.`)
  if (CLAMAV_URL !== undefined && !isHere(CLAMAV_URL))
    throw new ConfigError(
      `Bad configuration. CLAMAV_URL: files would be readable on their way; let clamd run on this machine, ${way}.`,
    )
}

/** Whether all hosts of a URL are this machine. */
function isHere(url: string): boolean {
  const [, authority = ''] = /^[^:]+:\/\/([^/?#]+)/.exec(url) ?? []
  const hosts = authority.slice(authority.lastIndexOf('@') + 1).split(',')
  return hosts.every((host) => /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(host))
}

/** With a host, or several as a cluster has them; what comes after is for the driver to understand. */
const url = (schemes: readonly string[]) =>
  z.string().regex(new RegExp(`^(${schemes.join('|').replaceAll('+', String.raw`\+`)})://[^/?#\\s]+\\S*$`), {
    message: `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')} and a host`,
  })

const mailServer = url(['smtp', 'smtps']).refine(
  (text) => {
    const { pathname, search, hash } = new URL(text)
    return !pathname.replace('/', '') && !search && !hash && !/%(?![0-9a-f]{2})/i.test(text)
  },
  { message: 'must be smtp://user:password@host:port and no more, or smtps://', abort: true },
)

const storage = z.string().refine(
  (text) => {
    if (/^file:\/\/\/\S+$/.test(text)) return true
    if (!/^s3:\/\/[^:@/?#\s]+:[^:@/?#\s]+@[^/?#\s]+\S*$/.test(text) || /%(?![0-9a-f]{2})/i.test(text))
      return false
    const { searchParams } = new URL(text)
    const endpoint = searchParams.get('endpoint')
    return (
      [...searchParams.keys()].every((name) => ['endpoint', 'region'].includes(name)) &&
      (endpoint === null || /^https?:\/\/[^/?#\s]+/.test(endpoint))
    )
  },
  {
    message: 'must be file:///<folder> or s3://<key>:<secret>@<bucket>/<folder>?endpoint=<url>&region=<name>',
  },
)

const environment = z
  .object({
    PORT: port.prefault('8080'),
    HOST: z.string().min(1).default('127.0.0.1'),
    HINDSIGHT_DATA: z.string().min(1).default('.data'),
    DATABASE_URL: url(['postgres', 'postgresql']).optional(),
    HINDSIGHT_POSTGRES_PORT: port.pipe(z.number().min(1, 'must be 1 to 65535')).optional(),
    EVENTSTORE_URL: url(['esdb', 'esdb+discover', 'kurrentdb', 'kurrentdb+discover']).optional(),
    HINDSIGHT_ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
    HINDSIGHT_ADMIN_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
    HINDSIGHT_SIGNING_KEY: z
      .string()
      .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64')
      .optional(),
    HINDSIGHT_KEY_ENCRYPTION_KEY: z
      .string()
      .regex(
        /^([A-Za-z0-9+/]{43}=|vault\+https?:[^\s,]+)(,([A-Za-z0-9+/]{43}=|vault\+https?:[^\s,]+))*$/,
        'must be 32 bytes in base64, or vault+https://:<token>@<host>/<mount>/<key>',
      )
      .optional(),
    HINDSIGHT_ACCESS_LOG_DAYS: z
      .string()
      .regex(/^\d{1,5}$/, 'must be a number of days')
      .transform(Number)
      .pipe(z.number().min(1, 'must be at least 1'))
      .prefault('730'),
    HINDSIGHT_NIGHTLY: z
      .string()
      .refine(validate, 'must be a cron expression, as 23 2 * * *')
      .default('23 2 * * *'),
    HINDSIGHT_PLAIN_STORES: z
      .enum(['true', 'false'], 'must be true or false')
      .default('false')
      .transform((text) => text === 'true'),
    HINDSIGHT_PUBLIC_URL: url(['http', 'https']).optional(),
    HINDSIGHT_PLAIN_MAIL: z
      .enum(['true', 'false'], 'must be true or false')
      .default('false')
      .transform((text) => text === 'true'),
    HINDSIGHT_PRIVATE_WEBHOOKS: z
      .enum(['true', 'false'], 'must be true or false')
      .default('false')
      .transform((text) => text === 'true'),
    MAIL_URL: mailServer.optional(),
    MAIL_FROM: z
      .string()
      .refine((text) => parseAddress(text), 'must be an address such as Hindsight <crm@example.com>')
      .optional(),
    FILES_URL: storage.optional(),
    CLAMAV_URL: url(['tcp']).optional(),
    HINDSIGHT_UNSCANNED_FILES: z
      .enum(['true', 'false'], 'must be true or false')
      .default('false')
      .transform((text) => text === 'true'),
    HINDSIGHT_FILE_MB: z
      .string()
      .regex(/^\d{1,4}$/, 'must be a number of megabytes')
      .transform(Number)
      .pipe(z.number().min(1, 'must be at least 1').max(2000, 'must be at most 2000'))
      .prefault('25'),
    HINDSIGHT_ADVISORIES_URL: url(['http', 'https']).optional(),
    // Set by npm for what it runs; not ours to complain of.
    npm_config_registry: url(['http', 'https']).optional().catch(undefined),
    HINDSIGHT_OIDC_ISSUER: url(['http', 'https']).optional(),
    HINDSIGHT_OIDC_CLIENT_ID: z.string().min(1).max(500).optional(),
    HINDSIGHT_OIDC_CLIENT_SECRET: z.string().min(1).max(2000).optional(),
    HINDSIGHT_OIDC_NAME: z.string().min(1).max(100).default('Single sign-on'),
    HINDSIGHT_OIDC_PROVISION_ROLE: z.string().min(1).max(100).optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .refine(
    (env) => (env.HINDSIGHT_ADMIN_EMAIL === undefined) === (env.HINDSIGHT_ADMIN_PASSWORD === undefined),
    {
      path: ['HINDSIGHT_ADMIN_PASSWORD'],
      message: 'set HINDSIGHT_ADMIN_EMAIL and HINDSIGHT_ADMIN_PASSWORD both or neither',
    },
  )
  .refine((env) => (env.MAIL_URL === undefined) === (env.MAIL_FROM === undefined), {
    path: ['MAIL_FROM'],
    message: 'set MAIL_URL and MAIL_FROM both or neither',
  })
  .refine((env) => env.MAIL_URL === undefined || env.HINDSIGHT_PUBLIC_URL !== undefined, {
    path: ['MAIL_URL'],
    message: 'set HINDSIGHT_PUBLIC_URL too, for mails have links in them',
  })
  .refine(
    (env) =>
      new Set(
        [env.HINDSIGHT_OIDC_ISSUER, env.HINDSIGHT_OIDC_CLIENT_ID, env.HINDSIGHT_OIDC_CLIENT_SECRET].map(
          (value) => value === undefined,
        ),
      ).size === 1,
    {
      path: ['HINDSIGHT_OIDC_ISSUER'],
      message:
        'set HINDSIGHT_OIDC_ISSUER, HINDSIGHT_OIDC_CLIENT_ID and HINDSIGHT_OIDC_CLIENT_SECRET all or none',
    },
  )

export interface Config {
  port: number
  host: string
  /** Absolute path of the directory for everything embedded. */
  data: string
  databaseUrl: string | undefined
  /** Where the embedded PostgreSQL listens; undefined: on any free port. */
  postgresPort: number | undefined
  eventStoreUrl: string | undefined
  admin: { email: string; password: string } | undefined
  /** What checkpoints of the log are signed with: 32 bytes in base64; undefined: a file in the data directory. */
  signingKey: string | undefined
  /** What the keys of personal data are wrapped by: 32 bytes in base64, older ones after commas; undefined: a file. */
  keyEncryptionKey: string | undefined
  /** How long the access log is kept, in days. */
  accessLogDays: number
  /** When the nightly work is done: cron, in UTC. */
  nightly: string
  /** Where browsers reach it, when that is not where it listens (a proxy in front). */
  publicUrl: string | undefined
  /** The npm registry that is asked for known weaknesses; undefined: none. */
  advisories: Advisories | undefined
  files: FilesConfig
  /** By whom mails are sent; undefined: none are. */
  mail: MailConfig | undefined
  /** Whether webhooks may be told on one's own network. */
  privateWebhooks: boolean
  /** Who signs people in beside us; undefined: nobody. */
  oidc: OidcConfig | undefined
  logLevel: z.output<typeof environment>['LOG_LEVEL']
}

export interface FilesConfig {
  /** Where they lie: a folder or a bucket. */
  url: string
  /** The virus scanner; undefined: they are not scanned. */
  scanner: string | undefined
  /** Whether files are taken while the scanner does not answer. */
  unscanned: boolean
  /** The largest that is taken, in MB. */
  megabytes: number
}

export interface Advisories {
  registry: string
  /** Whether it is asked every night, and not only when somebody wants it. */
  nightly: boolean
}

/** Reads the environment. @throws ConfigError naming the variable and the rule. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  // An empty variable is how shells and compose files say "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const result = environment.safeParse(given)
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`Bad configuration. ${problems.join('; ')}`)
  }
  const { data } = result
  refusePlain(data)
  return {
    port: data.PORT,
    host: data.HOST,
    data: resolve(data.HINDSIGHT_DATA),
    databaseUrl: data.DATABASE_URL,
    postgresPort: data.HINDSIGHT_POSTGRES_PORT,
    eventStoreUrl: data.EVENTSTORE_URL?.replace(/^kurrentdb/, 'esdb'),
    admin:
      data.HINDSIGHT_ADMIN_EMAIL !== undefined && data.HINDSIGHT_ADMIN_PASSWORD !== undefined
        ? { email: data.HINDSIGHT_ADMIN_EMAIL, password: data.HINDSIGHT_ADMIN_PASSWORD }
        : undefined,
    signingKey: data.HINDSIGHT_SIGNING_KEY,
    keyEncryptionKey: data.HINDSIGHT_KEY_ENCRYPTION_KEY,
    accessLogDays: data.HINDSIGHT_ACCESS_LOG_DAYS,
    nightly: data.HINDSIGHT_NIGHTLY,
    publicUrl: data.HINDSIGHT_PUBLIC_URL,
    advisories: advisoriesOf(data),
    files: {
      url: data.FILES_URL ?? pathToFileURL(join(resolve(data.HINDSIGHT_DATA), 'files')).href,
      scanner: data.CLAMAV_URL,
      unscanned: data.HINDSIGHT_UNSCANNED_FILES,
      megabytes: data.HINDSIGHT_FILE_MB,
    },
    privateWebhooks: data.HINDSIGHT_PRIVATE_WEBHOOKS,
    mail: mailOf(data),
    oidc: oidcOf(data),
    logLevel: data.LOG_LEVEL,
  }
}

function advisoriesOf(data: z.output<typeof environment>): Advisories | undefined {
  const { HINDSIGHT_ADVISORIES_URL: named, npm_config_registry: ofNpm } = data
  const registry = named ?? ofNpm
  return registry === undefined ? undefined : { registry, nightly: named !== undefined }
}

function mailOf(env: z.output<typeof environment>): MailConfig | undefined {
  const { MAIL_URL: server, MAIL_FROM: sender, HINDSIGHT_PLAIN_MAIL: trusted } = env
  const from = sender === undefined ? undefined : parseAddress(sender)
  return server && from ? { url: server, from, plain: trusted || isHere(server) } : undefined
}

function oidcOf(env: z.output<typeof environment>): OidcConfig | undefined {
  const {
    HINDSIGHT_OIDC_ISSUER: issuer,
    HINDSIGHT_OIDC_CLIENT_ID: clientId,
    HINDSIGHT_OIDC_CLIENT_SECRET: clientSecret,
    HINDSIGHT_OIDC_NAME: name,
    HINDSIGHT_OIDC_PROVISION_ROLE: provisionRole,
  } = env
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined
  return { issuer, clientId, clientSecret, name, provisionRole }
}
