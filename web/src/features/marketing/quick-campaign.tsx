import { Alert, Button, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import { useCommand } from '../../api/commands.ts'
import type { QuickCampaignPreview } from '../../api/types.gen.ts'
import type { Field } from '../../records/field.ts'
import { FieldInputs } from '../../records/field-inputs.tsx'
import type { Chosen } from '../../records/resource.ts'
import { count, counted } from '../../ui/format.ts'
import { reasonOf } from '../../ui/notices.ts'
import { Failure, Waiting } from '../../ui/states.tsx'
import { PurposeInput, PurposeShown } from './purpose-input.tsx'

type Values = Readonly<Record<string, unknown>>

const name: Field = { key: 'name', label: 'Name of the campaign', kind: 'text', required: true }
const asked: Readonly<Record<'call' | 'mail', readonly Field[]>> = {
  call: [
    { key: 'subject', label: 'What the call is about', kind: 'text', required: true },
    { key: 'startsAt', label: 'From when on', kind: 'instant', required: true },
    { key: 'body', label: 'What to say', kind: 'long-text' },
  ],
  mail: [
    { key: 'templateId', label: 'Template', kind: 'ref', model: 'messageTemplate', required: true },
    {
      key: 'purpose',
      label: 'Purpose',
      kind: 'own',
      Show: PurposeShown,
      Input: PurposeInput,
      required: true,
      hint: 'What they have allowed, or what nobody has to be asked for',
    },
    { key: 'mailboxId', label: 'From', kind: 'ref', model: 'mailbox', required: true },
  ],
}

/** One kind of activity for those that were chosen: who would be reached is shown before it is begun. */
export function QuickCampaign({
  model,
  chosen,
  onClose,
}: {
  model: 'lead' | 'contact' | 'account'
  chosen: Chosen
  onClose: (started: boolean) => void
}) {
  const [by, setBy] = useState<'call' | 'mail'>('call')
  const [values, setValues] = useState<Values>(atFirst)
  const command = useCommand()
  const navigate = useNavigate()
  const fields = asked[by]
  const isWhole = fields.every(({ key, required }) => !required || values[key])
  const said = Object.fromEntries(fields.map(({ key }) => [key, values[key] ?? null]))
  const body = { model, ...chosen, [by]: said }
  const preview = useQuery({
    queryKey: ['campaign', 'derived', 'quick', body],
    queryFn: () => post<QuickCampaignPreview>('/quick-campaigns/preview', body),
    enabled: isWhole,
    retry: false,
    gcTime: 0,
  })
  const begin = () =>
    command.mutate(
      {
        method: 'POST',
        path: '/quick-campaigns',
        body: { ...body, name: values.name },
        touches: ['campaign', 'mailing', 'batch'],
      },
      {
        onSuccess: ({ id }) => {
          onClose(true)
          void navigate({ to: '/$path/$id', params: { path: 'campaigns', id } })
        },
      },
    )
  const reached = preview.data?.reached ?? 0
  return (
    <Modal
      opened
      onClose={() => onClose(false)}
      title="Quick campaign"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap={12}>
        <SegmentedControl
          aria-label="What is done"
          value={by}
          onChange={setBy}
          data={[
            { value: 'call', label: 'A call with each' },
            { value: 'mail', label: 'A mail to each' },
          ]}
        />
        <FieldInputs
          fields={[name, ...fields]}
          values={values}
          onChange={setValues}
          errorOf={() => undefined}
        />
        {preview.isError ? (
          <Failure error={preview.error} retry={() => void preview.refetch()} />
        ) : preview.data ? (
          <Reached found={preview.data} />
        ) : (
          isWhole && <Waiting rows={2} label="Looking at whom it would reach" />
        )}
        {command.isError && (
          <Alert color="red" role="alert" title="It was not begun">
            {reasonOf(command.error)}
          </Alert>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={() => onClose(false)}>
            Cancel
          </Button>
          <Button disabled={reached === 0 || !values.name} loading={command.isPending} onClick={begin}>
            {by === 'call' ? 'Plan the calls' : 'Send the mail'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Reached({ found: { total, checked, reached, leftOut } }: { found: QuickCampaignPreview }) {
  return (
    <>
      <Text size="sm" role="status">
        {checked < total && `Of the first ${count(checked)}: `}
        {counted(reached, 'person is reached', 'people are reached')}
        {leftOut.length > 0 && ', and left out are'}
      </Text>
      {leftOut.length > 0 && (
        <ul>
          {leftOut.map(({ reason, message, count: many, sample }) => (
            <li key={reason}>
              {count(many)}: {message} ({sample.map((one) => one.name).join(', ')}
              {many > sample.length && ', …'})
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** What stands there until somebody says otherwise: a call from tomorrow on. */
function atFirst(): Values {
  const tomorrow = new Date()
  tomorrow.setDate(tomorrow.getDate() + 1)
  tomorrow.setHours(9, 0, 0, 0)
  return {
    name: `Quick campaign ${new Date().toISOString().slice(0, 16).replace('T', ' ')}`,
    subject: 'Call',
    startsAt: tomorrow.toISOString(),
  }
}
