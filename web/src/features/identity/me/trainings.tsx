import { Button, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCommand } from '../../../api/commands.ts'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Tag } from '../../../ui/values.tsx'
import type { OwnTraining } from '../training.entry.ts'
import { ownTrainings } from '../training-mark.tsx'
import classes from './trainings.module.css'

/** What one must know about security, to be read and acknowledged. */
export function Trainings() {
  const { data } = useQuery(ownTrainings)
  if (!data || data.items.length === 0) return null
  return (
    <Panel title="Trainings">
      <Stack gap={16}>
        {data.items.map((item) => (
          <Training key={item.id} item={item} />
        ))}
      </Stack>
    </Panel>
  )
}

function Training({ item: { id, title, text, dueOn, acknowledgedAt, overdue } }: { item: OwnTraining }) {
  const command = useCommand()
  const acknowledge = () =>
    command
      .mutateAsync({
        method: 'POST',
        path: `/me/trainings/${id}/acknowledge`,
        touches: ['ownTraining', 'training'],
      })
      .then(() => done('Acknowledged'))
      .catch((error: unknown) => failed('It is not acknowledged', error))
  const state = acknowledgedAt ? (
    <Tag tone="good">
      Acknowledged <InstantValue at={acknowledgedAt} />
    </Tag>
  ) : (
    <Tag tone={overdue ? 'bad' : 'warn'}>
      {overdue ? 'Was due' : 'Due'} {dueOn}
    </Tag>
  )
  return (
    <details className={classes.item} open={acknowledgedAt === null}>
      <summary>
        <strong>{title}</strong> {state}
      </summary>
      <div className={classes.text}>{text}</div>
      {!acknowledgedAt && (
        <Button onClick={() => void acknowledge()} loading={command.isPending}>
          I have read and understood this
        </Button>
      )}
    </details>
  )
}
