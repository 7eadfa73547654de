import { report } from '../../domain/analytics/report.ts'
import type { ReportDefinition } from '../../domain/analytics/report-definition.ts'
import { refuse } from '../../domain/error.ts'
import { everyone, keyOf, sees } from '../../platform/people/permissions.ts'
import type { Asking } from '../command.ts'

/**
 * The report that a record of `model` is made of, where the asker finds it and it is in use.
 * @throws DomainError `<model>.report-unknown`
 */
export async function reportInUse(
  model: string,
  { reportId }: { reportId: string },
  { load, principal }: Pick<Asking, 'load' | 'principal'>,
): Promise<{ name: string; definition: ReportDefinition }> {
  const found = await load(report, reportId)
  const grants = found ? [keyOf.user(found.ownerId), ...(found.shared ? [everyone] : [])] : []
  if (!found || found.archived || !sees(principal.keys, 'report', reportId, grants))
    return refuse(`${model}.report-unknown`, 'There is no such report in use.', { field: 'reportId' })
  return found
}
