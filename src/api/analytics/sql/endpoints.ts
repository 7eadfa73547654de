import { z } from 'zod'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { snake } from '../../../platform/pg/pg.ts'
import { endpoint } from '../../http/endpoint.ts'
import type { Extension } from '../../http/services.ts'
import { sqlPermission } from './logins.ts'
import { sqlViewOf } from './tables.ts'

const table = z
  .object({
    name: z.string(),
    about: z.string(),
    hasHistory: z
      .boolean()
      .describe('Whether there is a table `<name>_history` with every version there was.'),
    columns: z.array(z.object({ name: z.string(), about: z.string() })),
  })
  .register(vocabulary, { id: 'SqlTable' })

const reply = z
  .object({
    host: z.string(),
    port: z.int(),
    database: z.string(),
    refused: z.string().nullable().describe('Why nobody can connect; null: a key with `sql.read` can.'),
    tables: z.array(table),
  })
  .register(vocabulary, { id: 'SqlAccess' })

/** What a reader finds in SQL, and where. */
export const sqlEndpoints =
  ({
    databaseUrl,
    sqlLogins,
  }: {
    databaseUrl: string
    sqlLogins: { refused(): string | undefined }
  }): Extension =>
  (_app, { faces }) => [
    endpoint({
      method: 'GET',
      path: '/sql',
      summary:
        'Where the read models are read in SQL with an API key, and what each table and column of it means',
      tag: 'reports',
      access: { permission: sqlPermission },
      reply,
      async run({ principal }) {
        const { hostname, port, pathname } = new URL(databaseUrl)
        const { tables, marts } = sqlViewOf(principal(), faces)
        return {
          host: hostname,
          port: Number(port || 5432),
          database: decodeURIComponent(pathname.slice(1)),
          refused: sqlLogins.refused() ?? null,
          tables: [
            ...tables.map(({ model, about, columns }) => ({
              name: snake(model),
              about,
              hasHistory: true,
              columns: [...columns].map(([name, meaning]) => ({ name: snake(name), about: meaning })),
            })),
            ...marts.map(({ name, about, columns }) => ({
              name,
              about,
              hasHistory: false,
              columns: [...columns].map(([column, meaning]) => ({ name: column, about: meaning })),
            })),
          ],
        }
      },
    }),
  ]
