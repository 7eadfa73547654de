import { z } from 'zod'
import { privacyRequest, privacyRequestKinds } from '../../domain/settings/privacy-request.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { privacyRequestTable } from '../../projections/settings/privacy-request.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

const kind = z.enum(privacyRequestKinds)

export const privacyRequestQueries = recordQueries(privacyRequestTable)({
  resource: 'privacy-requests',
  summary: 'What people asked for by right, and what came of it; each has a signed receipt',
  row: z.object({
    kind,
    ground: z.enum(['person', 'retention', 'removal']),
    subjectType: z.string(),
    subjectId: uuid,
    records: z.array(z.object({ aggregate: z.string(), id: uuid })),
    requestedBy: z.string(),
    completedAt: instant.nullable(),
    keys: z.int(),
    unsealed: z.int(),
  }),
  shown: (row) => row,
  filters: { subjectId: uuid, kind, ground: z.enum(['person', 'retention', 'removal']) },
  sorts: ['-createdAt', 'completedAt'],
})

const words = {
  access: 'Access',
  portability: 'A copy to take along',
  rectification: 'Rectification',
  restriction: 'Restriction',
  lifting: 'An end of the restriction',
  erasure: 'Erasure',
} as const

export const privacyRequestTitles = titlesOf(privacyRequest, {
  'privacyRequest.made': ({ data }) => `${words[data.kind]} asked for`,
  'privacyRequest.completed': ({ before }) => `${words[before.kind]} done`,
})
