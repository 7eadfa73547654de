import { z } from 'zod'
import { runImport } from '../../imports/import.ts'
import { type MavenFiles, mavenCrm, mavenFiles } from '../../imports/maven-crm.ts'
import { newId } from '../../platform/process/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import type { Extension } from '../http/services.ts'
import { jobSchema } from '../operate/admin.ts'

/** The largest file taken, in characters. */
const fileLimit = 32 * 1024 * 1024

const files = z.object(
  Object.fromEntries(
    Object.entries(mavenFiles).map(([file, columns]) => [
      file,
      z
        .string()
        .max(fileLimit)
        .describe(`CSV with the columns ${columns.join(', ')}`),
    ]),
  ),
)

/** Importing as a job: the files are read before it starts, so that what cannot be read changes nothing. */
export const importEndpoints: Extension = (_app, { execute, jobs }) => [
  endpoint({
    method: 'POST',
    path: '/imports',
    summary: 'Import files; progress is on the live topic job/<id>, the report is the job’s result',
    tag: 'imports',
    access: { permission: 'import.run' },
    body: z.object({ format: z.literal('maven-crm'), files }),
    bodyLimit: Object.keys(mavenFiles).length * fileLimit,
    reply: jobSchema,
    status: 202,
    async run({ body, principal }) {
      const asking = principal()
      const plan = await mavenCrm(body.files as MavenFiles)
      return jobs.start('import', asking.actor.id, async ({ progress, signal }) => {
        const report = await runImport({
          plan,
          execute,
          principal: { ...asking, via: { kind: 'import', id: newId() } },
          signal,
          onProgress: ({ done, total }) => progress(done, total),
        })
        return { ...report, position: String(report.position) }
      })
    },
  }),
]
