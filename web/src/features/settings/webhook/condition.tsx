import { Group } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { CriteriaBuilder } from '../../../records/criteria/builder.tsx'
import {
  asGroup,
  type Criterion,
  criterionWords,
  isEmptyGroup,
  useVocabularies,
} from '../../../records/criteria/criterion.ts'
import { Panel } from '../../../records/panel.tsx'
import { useResource } from '../../../records/related.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { failed } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'
import type { Webhook } from '../webhook.entry.ts'

/** What the record of an event must be like for the event to be told. */
export function Condition({ row }: { row: Webhook }) {
  const [building, setBuilding] = useState(false)
  const command = useCommand()
  const models = [...new Set((row.types ?? []).map((type) => type.split('.')[0] ?? ''))]
  const [model = ''] = models
  const resource = useResource(model)
  const vocabulary = useVocabularies().get(model)
  const asked = (row.where ?? { all: [] }) as Criterion
  const where = isEmptyGroup(asked) ? undefined : asked
  const save = (next: Criterion) =>
    command.mutate(
      {
        method: 'PATCH',
        path: `/webhooks/${row.id}`,
        body: { where: next },
        ifMatch: row.revision,
        touches: ['webhook'],
      },
      {
        onError: (error) => failed('The condition stays as it is', error),
        onSuccess: () => setBuilding(false),
      },
    )
  if (models.length > 1) return null
  return (
    <Panel
      title="Only where"
      aside={
        <Group gap={8}>
          {where && (
            <WriteButton
              size="compact-xs"
              variant="default"
              permission="webhook.change"
              onClick={() => save({ all: [] })}
            >
              Clear
            </WriteButton>
          )}
          <WriteButton
            size="compact-xs"
            variant="default"
            permission="webhook.change"
            refusal={resource ? undefined : 'There are no conditions on records of this kind.'}
            onClick={() => setBuilding(true)}
          >
            Change
          </WriteButton>
        </Group>
      }
    >
      {where ? (
        <p>{criterionWords(where, resource?.fields ?? [], vocabulary?.fields ?? [])}</p>
      ) : (
        <Quiet>Whatever the record is like.</Quiet>
      )}
      {building && resource && (
        <CriteriaBuilder
          resource={resource}
          criterion={asGroup(where)}
          title="Of which records events are told"
          submit="Keep"
          onClose={() => setBuilding(false)}
          onShow={save}
        />
      )}
    </Panel>
  )
}
