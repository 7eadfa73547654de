import { Select } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Pipeline } from '../../../api/models.ts'
import { FilterButton } from '../../../records/filter.tsx'
import type { Search } from '../../../time/time.ts'

/** Of which pipeline a screen tells, and of whose deals: its address has both. The default one where nothing is said. */
export function usePipelineFilters(pipelines: readonly Pipeline[]) {
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const change = (part: Partial<Search>) =>
    void navigate({ to: '.', search: (before: Search) => ({ ...before, ...part }), replace: true })
  const pipelineId = search.pipeline ?? pipelines.find(({ isDefault }) => isDefault)?.id
  const filters = (
    <>
      {pipelines.length > 1 && (
        <Select
          size="xs"
          w={180}
          aria-label="Pipeline"
          allowDeselect={false}
          data={pipelines.map(({ id, name }) => ({ value: id, label: name ?? id }))}
          value={pipelineId ?? null}
          onChange={(next) => change({ pipeline: next ?? undefined })}
        />
      )}
      <FilterButton
        field={{ key: 'owner', label: 'Owner', kind: 'ref', model: 'user' }}
        value={search.owner ?? null}
        onChange={(owner) => change({ owner: owner ?? undefined })}
      />
    </>
  )
  return { pipelineId, ownerId: search.owner, filters }
}
