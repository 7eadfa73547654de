import { useState } from 'react'
import { CommandDialog } from '../../records/command-dialog.tsx'
import { catalog } from '../../records/entry.ts'
import { RecordPage } from '../../records/page.tsx'
import { nounOf, resource } from '../../records/resource.ts'
import { WriteButton } from '../../time/write.tsx'
import { Tag } from '../../ui/values.tsx'
import { retentionRule as entry, type RetentionRule } from './retention-rule.entry.ts'
import { inUnits } from './units.tsx'

const kept = catalog().filter(({ personal }) => personal)
const kindsKept = kept.map(({ model, many }) => ({ value: model, label: nounOf(many) }))
const wordsOf = new Intl.ListFormat('en-GB', { type: 'disjunction' })

export const retentionRule = resource<RetentionRule>(entry)({
  title: ({ name }) => name,
  state: ({ archived }) => archived && <Tag tone="warn">Applies no more</Tag>,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'kind', label: 'Erases', kind: 'choice', choices: kindsKept, required: true, width: 120 },
    {
      key: 'days',
      label: 'After their last change they are kept for',
      ...inUnits('day', 'days'),
      required: true,
      width: 280,
      hint: '365 is a year; at most 36,500',
    },
  ],
  columns: ['kind', 'days'],
  sort: 'name',
  searchable: false,
  change: 'retentionRule.change',
  empty: `A rule says how long ${wordsOf.format(kept.map(({ many }) => many))} are kept after their last change.`,
  Page: RulePage,
})

function RulePage({ id }: { id: string }) {
  const [turning, setTurning] = useState<'archive' | 'restore' | null>(null)
  return (
    <>
      <RecordPage
        resource={retentionRule}
        id={id}
        actions={({ archived }) => (
          <WriteButton
            variant="default"
            permission={archived ? 'retentionRule.restore' : 'retentionRule.archive'}
            onClick={() => setTurning(archived ? 'restore' : 'archive')}
          >
            {archived ? 'Apply again' : 'Apply no more'}
          </WriteButton>
        )}
      />
      {turning && (
        <CommandDialog
          title={turning === 'archive' ? 'Apply this rule no more' : 'Apply this rule again'}
          path={`/retention-rules/${id}/${turning}`}
          fields={[]}
          submit={turning === 'archive' ? 'Apply no more' : 'Apply again'}
          touches={['retentionRule']}
          onClose={() => setTurning(null)}
        >
          {turning === 'archive'
            ? 'From now on it erases nothing. What it has erased stays erased.'
            : 'What is old enough is erased in the coming night.'}
        </CommandDialog>
      )}
    </>
  )
}
