import type { Kysely } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../../commands/errors.ts'
import { organisationAt } from '../../../commands/settings/organisation.ts'
import { conflict } from '../../../domain/error.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import type { Principal } from '../../../platform/people/permissions.ts'
import type { letterTable } from '../../../projections/activities/letter.ts'
import { attachment } from '../../http/download.ts'
import { type Endpoint, endpoint } from '../../http/endpoint.ts'
import { refuseHidden } from '../../http/masks.ts'
import { caughtUp } from '../../http/routes.ts'
import type { Extension, Services } from '../../http/services.ts'
import type { TablesOf } from '../../lists/query.ts'
import { type LetterOnPaper, labelPaper, letterPaper, type Sender } from './paper.ts'

type Db = Kysely<TablesOf<[typeof letterTable]>>

/** So many letters are in one file. */
const mostInFile = 500
const shown = { letter: ['address', 'subject', 'body'] }

const ofMailing = z.object({
  id: uuid,
  page: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe(`Of more than ${mostInFile} letters, which ${mostInFile} of them.`),
})

/** Letters on paper (COM-22): one, or all of a mailing in one file, and the labels to them. */
export const letterDocuments: Extension = (_app, services) => [
  endpoint({
    name: 'getLetterDocument',
    method: 'GET',
    path: '/letters/:id/document',
    summary: 'A letter as a document in PDF, with its address where the window of its envelope is',
    tag: 'letters',
    access: { permission: 'letter.read' },
    headers: 'read',
    model: 'letter',
    parameters: z.object({ id: uuid }),
    media: 'application/pdf',
    async run({ parameters: { id }, principal, request, reply }) {
      await caughtUp(services, request, { reply, reads: ['letter'] })
      const reader = principal()
      refuseHidden(reader, shown)
      const [row] = await read(services, reader, (db) => all(db).where('id', '=', id).execute())
      if (!row) throw new NotFound(`letter ${id}`)
      reply.header('content-disposition', attachment(`${row.subject.slice(0, 60)}.pdf`))
      return letterPaper(row.form, await senderOf(services, row.at), [row], row.subject)
    },
  }),
  ofAll(services, {
    name: 'getMailingLetters',
    path: '/mailings/:id/letters',
    summary: 'All letters of a mailing in one PDF, each with its address where the window is',
    async paper(letters) {
      const [{ form, at }] = letters
      return letterPaper(form, await senderOf(services, at), letters, 'Letters')
    },
  }),
  ofAll(services, {
    name: 'getMailingLabels',
    path: '/mailings/:id/labels',
    summary: 'The addresses of all letters of a mailing on sheets of labels, in PDF',
    paper: (letters) => labelPaper(letters[0].form, letters, 'Labels'),
  }),
]

type Row = LetterOnPaper & { form: 'din-5008-b' | 'us-10' }

function ofAll(
  services: Services,
  {
    name,
    path,
    summary,
    paper,
  }: {
    name: string
    path: `/mailings/:id/${string}`
    summary: string
    paper: (letters: readonly [Row, ...Row[]]) => Promise<Buffer>
  },
): Endpoint {
  return endpoint({
    name,
    method: 'GET',
    path,
    summary,
    tag: 'mailings',
    access: { permission: 'letter.read' },
    headers: 'read',
    parameters: ofMailing,
    media: 'application/pdf',
    problems: ['not-found'],
    async run({ parameters: { id, page }, principal, request, reply }) {
      await caughtUp(services, request, { reply, reads: ['letter'] })
      const reader = principal()
      refuseHidden(reader, shown)
      const [first, ...rest] = await read(services, reader, (db) =>
        all(db)
          .where('mailingId', '=', id)
          .where('status', '<>', 'returned')
          // They were written in one go, and lie in the file in that order whenever it is asked.
          .orderBy('id')
          .limit(mostInFile)
          .offset((page - 1) * mostInFile)
          .execute(),
      )
      if (!first) throw new NotFound(`letters of mailing ${id}`)
      reply.header('content-disposition', attachment(`${path.slice(path.lastIndexOf('/') + 1)}-${page}.pdf`))
      return paper([first, ...rest])
    },
  })
}

const all = (db: Db) =>
  db.selectFrom('letter').select(['form', 'address', 'subject', 'body', 'writtenAt as at'])

const read = <T>({ readModels }: Services, reader: Principal, work: (db: Db) => Promise<T>) =>
  readModels.read(reader, {}, (db) => work(db as never as Db))

async function senderOf({ execute }: Services, at: string): Promise<Sender> {
  const own = await organisationAt(execute.load as never, at)
  if (!own)
    conflict(
      'letter.no-organisation',
      'Describe the organisation in the settings first: a letter says whom it is from.',
    )
  return own
}
