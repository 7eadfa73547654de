import { Stack } from '@mantine/core'
import { Reference } from '../../../records/field-value.tsx'
import { count, counted, sentence } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'

export interface QualificationResult {
  days: number
  leads: number
  qualified: number
  incomplete: number
  disqualified: number
  rules: readonly { id: string; name: string; leads: number }[]
  examples: readonly { leadId: string; status: string; ruleId: string; qualifies: boolean }[]
}

/** What rules would say of the leads of late that are open. */
export function QualificationOutcome({ result }: { result: QualificationResult }) {
  const { days, leads, qualified, incomplete, disqualified, rules, examples } = result
  if (leads === 0)
    return <Quiet>No lead of the last {counted(days, 'day', 'days')} that you may see is open.</Quiet>
  return (
    <Stack gap={12} aria-label="What would have been decided" role="status">
      <div>
        Of {counted(leads, 'open lead', 'open leads')} that you may see, {count(qualified)} would become
        qualified, and {count(disqualified)} disqualified. For {count(incomplete)} a rule says qualified, but
        not all is known yet. Nothing was written.
      </div>
      <Table label="Leads by rule" head={['Rule', 'Leads']}>
        {rules.map(({ id, name, leads: some }) => (
          <tr key={id}>
            <td>{name}</td>
            <td>{count(some)}</td>
          </tr>
        ))}
      </Table>
      <Table label="Examples" head={['Lead', 'Is', 'Would be', 'By']}>
        {examples.map(({ leadId, status, ruleId, qualifies }) => (
          <tr key={leadId}>
            <td>
              <Reference model="lead" id={leadId} />
            </td>
            <td>{sentence(status)}</td>
            <td>{qualifies ? 'Qualified' : 'Disqualified'}</td>
            <td>{rules.find(({ id }) => id === ruleId)?.name}</td>
          </tr>
        ))}
      </Table>
    </Stack>
  )
}
