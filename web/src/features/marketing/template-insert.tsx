import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { derivedQuery } from '../../api/queries.ts'
import { useMay } from '../../api/session.ts'
import type { Replies } from '../../api/types.gen.ts'
import { failed } from '../../ui/notices.ts'
import { type PreviewFor, previewOf } from './preview.ts'

const filledFrom = ['ticket', 'contact', 'lead'] as const

/** Puts a template, filled in with what is known of whom it is for, into what is being written. */
export function TemplateInsert({
  records,
  size = 'sm',
  onInsert,
}: {
  size?: 'xs' | 'sm'
  /** What it is about, by which it is filled in. */
  records: readonly { model: string; id: string }[]
  onInsert: (template: { id: string; subject: string; text: string }) => void
}) {
  const may = useMay()('messageTemplate.read')
  const { data } = useQuery({
    enabled: may,
    ...derivedQuery<Replies['/message-templates']>(
      'messageTemplate',
      '/message-templates',
      { archived: false, versionFrom: 1, limit: 200 },
      null,
    ),
  })
  const templates = data?.items ?? []
  if (templates.length === 0) return null
  const insert = async (id: string) => {
    const version = templates.find((one) => one.id === id)?.version
    try {
      const shown = await previewOf(id, { ...aboutOf(records), ...(version && { version }) })
      if (shown.text !== null) onInsert({ id, subject: shown.subject ?? '', text: shown.text })
      else failed('It was not inserted', new Error(shown.faults[0]?.message ?? 'Nothing is left of it.'))
    } catch (error) {
      failed('It was not inserted', error)
    }
  }
  return (
    <Select
      size={size}
      aria-label="Insert a template"
      placeholder="Insert a template"
      searchable
      data={templates.map(({ id, name }) => ({ value: id, label: name ?? '' }))}
      value={null}
      onChange={(id) => id && void insert(id)}
    />
  )
}

function aboutOf(records: readonly { model: string; id: string }[]): PreviewFor {
  for (const model of filledFrom) {
    const found = records.find((one) => one.model === model)
    if (found) return { model, recordId: found.id }
  }
  return {}
}
