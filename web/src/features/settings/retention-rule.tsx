import { useState } from 'react'
import type { RetentionRule } from '../../api/models.ts'
import { CommandDialog } from '../../records/command-dialog.tsx'
import { RecordPage } from '../../records/page.tsx'
import { resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'
import { WriteButton } from '../../ui/write.tsx'
import { inUnits } from './units.tsx'

export const kindsKept = [
  { value: 'lead', label: 'Leads' },
  { value: 'contact', label: 'Contacts' },
  { value: 'ticket', label: 'Tickets' },
] as const

export const retentionRule = resource<RetentionRule>()({
  model: 'retentionRule',
  path: 'retention-rules',
  one: 'retention rule',
  many: 'retention rules',
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
  create: 'retentionRule.create',
  change: 'retentionRule.change',
  empty: 'A rule says how long leads, contacts or tickets are kept after their last change.',
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
