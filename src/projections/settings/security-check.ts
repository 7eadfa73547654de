import { type SecurityCheckState, securityCheck } from '../../domain/settings/security-check.ts'
import { type Column, integer, json, nullable, projection, text } from '../projection.ts'

const kindText: Column<SecurityCheckState['kind']> = { sql: 'text', nullable: false }

export const securityCheckTable = projection(securityCheck)({
  name: 'securityCheck',
  version: 1,
  columns: {
    kind: kindText,
    looked: integer,
    findings: json<SecurityCheckState['findings']>(),
    failure: nullable(text),
  },
  indexes: [['kind', 'createdAt']],
  on: { 'securityCheck.recorded': (_, { data }) => data },
})
