import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import {
  type Finding,
  finding,
  type SecurityCheckState,
  securityCheck,
  securityCheckKinds,
} from '../../domain/settings/security-check.ts'
import { instant } from '../../domain/values/instant.ts'
import { cutTo } from '../../domain/values/text.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { type Principal, systemPrincipal } from '../../platform/people/permissions.ts'
import { billOfMaterials } from '../../platform/process/bill-of-materials.ts'
import type { Advisories } from '../../platform/process/config.ts'
import type { Advisory, Package } from '../../platform/process/packages.ts'
import { securityCheckTable } from '../../projections/settings/security-check.ts'
import { attachment } from '../http/download.ts'
import { endpoint } from '../http/endpoint.ts'
import type { Extension } from '../http/services.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { jobSchema } from '../operate/admin.ts'
import { headerFindings, type Reply } from './security-headers.ts'

type Kind = SecurityCheckState['kind']
const kind = z.enum(securityCheckKinds).register(vocabulary, { id: 'SecurityCheckKind' })

export const securityCheckQueries = recordQueries(securityCheckTable)({
  resource: 'security-checks',
  summary: 'What was looked at for known weaknesses and security headers, when, and what was found',
  row: z.object({
    kind,
    looked: z.int(),
    findings: z.array(finding),
    failure: z.string().nullable(),
  }),
  shown: (row) => row,
  filters: { kind },
  sorts: ['-createdAt'],
})

export const securityCheckTitles = titlesOf(securityCheck, {
  'securityCheck.recorded': ({ data: { kind: of, findings, failure } }) => {
    const what = of === 'packages' ? 'Packages' : 'Security headers'
    return failure === null ? `${what} checked: ${findings.length} found` : `${what} could not be checked`
  },
})

export interface SecurityChecks {
  run(kind: Kind, principal?: Principal): Promise<Omit<SecurityCheckState, 'kind'>>
  /** Headers; and packages, where there is a registry to be asked every night. */
  nightly(): Promise<void>
  packages(): Promise<readonly Package[]>
}

interface Parts {
  execute: Execute
  packages: () => Promise<readonly Package[]>
  /** Undefined: there is no registry to be asked. */
  advisories: Advisories | undefined
  /** What a registry knows of these packages. @throws Error when it cannot be reached */
  ask: (registry: string, packages: readonly Package[]) => Promise<readonly Advisory[]>
  /** Some replies of our own, as they leave this process. */
  replies: () => Promise<readonly Reply[]>
}

const mostFindings = 500
const machine = systemPrincipal('security-check', { kind: 'timer' })

/** Looking for known weaknesses: of what others wrote, and of what our own replies tell browsers (SEC-07). */
export function createSecurityChecks(parts: Parts): SecurityChecks {
  const { execute, packages, advisories, ask, replies } = parts

  const looks: Record<Kind, () => Promise<Omit<SecurityCheckState, 'kind'>>> = {
    async packages() {
      const installed = await packages()
      const looked = installed.length
      if (!advisories) return { looked, findings: [], failure: 'HINDSIGHT_ADVISORIES_URL names no registry.' }
      const { registry } = advisories
      try {
        return { looked, findings: (await ask(registry, installed)).map(findingOf), failure: null }
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        return { looked, findings: [], failure: cutTo(`${registry} could not be asked: ${why}`, 500) }
      }
    },
    async headers() {
      const seen = await replies()
      return { looked: seen.length, findings: seen.flatMap(headerFindings), failure: null }
    },
  }

  async function run(of: Kind, principal = machine) {
    const { findings, ...seen } = await looks[of]()
    const result = { ...seen, findings: findings.slice(0, mostFindings) }
    const by = { ...principal, may: ['securityCheck.record'] }
    await execute({ command: 'securityCheck.record', body: { kind: of, ...result }, principal: by })
    return result
  }

  return {
    run,
    packages,
    async nightly() {
      const due = advisories?.nightly ? securityCheckKinds : (['headers'] as const)
      for (const of of due) await run(of)
    },
  }
}

function findingOf({ package: name, versions, severity, title, range, url }: Advisory): Finding {
  return {
    severity,
    subject: cutTo(`${name} ${versions.join(', ')}`, 300),
    text: cutTo(`${title} (${range})`, 500),
    url: url === null || url.length > 500 ? null : url,
  }
}

const installed = z.object({
  name: z.string(),
  version: z.string(),
  licence: z.string().nullable(),
  development: z.boolean(),
  installedAt: instant.nullable(),
})

const tag = 'security'

/** Nothing that is asked here reaches a command, a file or an address: only which of the two checks to run. */
export function securityCheckEndpoints(checks: SecurityChecks, registry: string | null): Extension {
  return (_app, { jobs, clock, version }) => [
    endpoint({
      method: 'GET',
      path: '/admin/packages',
      summary: 'The packages of others that are installed here, with version, licence and since when',
      tag,
      access: { permission: 'securityCheck.read' },
      reply: z.object({ items: z.array(installed), registry: z.string().nullable() }),
      run: async () => {
        const packages = await checks.packages()
        return {
          items: packages.map(({ integrity: _i, direct: _d, needs: _n, ...shown }) => shown),
          registry,
        }
      },
    }),
    endpoint({
      method: 'GET',
      path: '/admin/packages/bill-of-materials',
      summary:
        'A software bill of materials (SBOM) of the packages that are needed to run: JSON by CycloneDX 1.6',
      tag,
      access: { permission: 'securityCheck.read' },
      media: 'application/vnd.cyclonedx+json; version=1.6',
      async run({ reply }) {
        const packages = (await checks.packages()).filter(({ development }) => !development)
        reply.header('content-disposition', attachment('hindsight.cdx.json'))
        return billOfMaterials({ version, at: new Date(clock()), packages })
      },
    }),
    endpoint({
      method: 'POST',
      path: '/admin/security-checks',
      summary: 'Look for known weaknesses of installed packages, or check our own security headers, now',
      tag,
      access: { permission: 'securityCheck.record' },
      body: z.object({ kind }),
      reply: jobSchema,
      status: 202,
      async run({ body, principal }) {
        const asking = principal()
        const name = `check-${body.kind}`
        const running = jobs.list().find((job) => job.kind === name && job.state === 'running')
        return running ?? jobs.start(name, asking.actor.id, () => checks.run(body.kind, asking))
      },
    }),
  ]
}
