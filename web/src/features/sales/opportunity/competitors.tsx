import { MultiSelect } from '@mantine/core'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import type { Field, OwnInput } from '../../../records/field.ts'
import { Reference } from '../../../records/field-value.tsx'
import { useDirectory } from '../../../records/names.ts'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { Quiet } from '../../../ui/screen.tsx'
import { Nothing, Tag } from '../../../ui/values.tsx'
import type { Competitor } from '../competitor.entry.ts'
import type { Opportunity } from '../opportunity.entry.ts'

const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

function CompetitorsInput({ label, error, value, onChange }: OwnInput) {
  const known = useDirectory<Competitor>('competitor')
  const chosen = textsIn(value)
  return (
    <MultiSelect
      label={label}
      error={error}
      searchable
      nothingFoundMessage="No such competitor; make one under Competitors."
      data={known
        .filter(({ id, archived }) => !archived || chosen.includes(id))
        .map(({ id, name }) => ({ value: id, label: name ?? id }))}
      value={chosen}
      onChange={onChange}
    />
  )
}

const fields: readonly Field[] = [
  { key: 'competitorIds', label: 'Competitors', kind: 'own', Show: Nothing, Input: CompetitorsInput },
]

/** Who else may get the deal. */
export function Competitors({ row }: { row: Opportunity }) {
  const [choosing, setChoosing] = useState(false)
  const command = useCommand()
  const { competitorIds = [] } = row
  return (
    <Panel
      title="Competitors"
      aside={
        <WriteButton
          size="compact-xs"
          variant="default"
          permission="opportunity.set-competitors"
          leftSection={<Pencil size={12} />}
          onClick={() => setChoosing(true)}
        >
          Choose competitors
        </WriteButton>
      }
    >
      {competitorIds.length === 0 ? (
        <Quiet>None that is known.</Quiet>
      ) : (
        <ul>
          {competitorIds.map((id) => (
            <li key={id}>
              <Reference model="competitor" id={id} /> {id === row.lostToId && <Tag tone="bad">Lost to</Tag>}
            </li>
          ))}
        </ul>
      )}
      {choosing && (
        <AskDialog
          title="Competitors in this deal"
          fields={fields}
          initial={{ competitorIds }}
          submit="Save"
          onClose={() => setChoosing(false)}
          onSubmit={(answers) =>
            command.mutateAsync({
              method: 'POST',
              path: `/opportunities/${row.id}/set-competitors`,
              body: { competitorIds: textsIn(answers.competitorIds) },
              ifMatch: row.revision,
              touches: ['opportunity'],
            })
          }
        />
      )}
    </Panel>
  )
}
