import type { Kysely } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../../commands/errors.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import type { Files } from '../../../platform/files/files.ts'
import { NoMessage } from '../../../platform/mail/message.ts'
import type { MessageReader } from '../../../platform/mail/reader.ts'
import type { fileTable } from '../../../projections/activities/file.ts'
import { endpoint } from '../../http/endpoint.ts'
import { caughtUp } from '../../http/routes.ts'
import type { Extension } from '../../http/services.ts'
import { flag } from '../../lists/page.ts'
import type { TablesOf } from '../../lists/query.ts'

const head =
  '<!doctype html><meta charset="utf-8"><base target="_blank"><style>body{font:14px/1.5 system-ui,sans-serif;margin:12px;overflow-wrap:anywhere}img{max-width:100%;height:auto}</style>'

/** A mail as it looks: cleaned, in a sandbox, and with pictures from elsewhere only where they are asked for. */
export const mailPageEndpoints =
  ({ files, mail: { reader } }: { files: Files; mail: { reader: MessageReader } }): Extension =>
  (_app, services) => [
    endpoint({
      name: 'getEmailPage',
      method: 'GET',
      path: '/activities/:id/page',
      summary:
        'An e-mail as it looks, without anything that could act; of one that is text only there is none',
      tag: 'activities',
      access: { permission: 'file.read' },
      headers: 'read',
      model: 'file',
      parameters: z.object({
        id: uuid,
        pictures: flag
          .optional()
          .describe('Whether pictures elsewhere are shown: whoever put them there learns of it.'),
      }),
      media: 'text/html',
      async run({ parameters: { id, pictures = false }, principal, request, reply }) {
        await caughtUp(services, request, { reply, reads: ['file'] })
        const row = await services.readModels.read(principal(), {}, (db) =>
          (db as never as Kysely<TablesOf<[typeof fileTable]>>)
            .selectFrom('file')
            .select('versions')
            .where('recordId', '=', id)
            .where('type', '=', 'message/rfc822')
            .orderBy('createdAt')
            .limit(1)
            .executeTakeFirst(),
        )
        const original = row?.versions?.[0]
        const content = original && (await files.read(original))
        if (!content || typeof content === 'string') throw new NotFound(`the message of ${id}`)
        const pieces: Buffer[] = []
        for await (const piece of content) pieces.push(piece)
        const page = await reader.page(Buffer.concat(pieces), { pictures }).catch((error: unknown) => {
          if (error instanceof NoMessage) return null
          throw error
        })
        if (!page) throw new NotFound(`a page of ${id}`)
        return reply
          .headers({
            'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; img-src data:${pictures ? ' https:' : ''}; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox`,
            'x-frame-options': 'SAMEORIGIN',
            'referrer-policy': 'no-referrer',
            'x-has-pictures': String(page.hasPictures),
          })
          .type('text/html; charset=utf-8')
          .send(`${head}${page.html}`)
      },
    }),
  ]
