import { Code, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { RefInput } from '../../../records/field-input.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing } from '../../../ui/values.tsx'
import type { MessageTemplate } from '../message-template.entry.ts'
import { messageTemplate } from '../message-template.tsx'
import { usePreview } from '../preview.ts'

/** A template as somebody would get it, and what can stand in it. */
export function MessageTemplatePage({ id }: { id: string }) {
  return (
    <RecordPage resource={messageTemplate} id={id} actions={(row) => <Publish row={row} />}>
      {(row) => <Preview row={row} />}
    </RecordPage>
  )
}

function Publish({ row }: { row: MessageTemplate }) {
  const command = useCommand()
  return (
    <WriteButton
      permission="messageTemplate.publish"
      refusal={row.draft ? undefined : 'Nothing was written since it was published.'}
      loading={command.isPending}
      onClick={() =>
        command.mutate(
          { method: 'POST', path: `/message-templates/${row.id}/publish`, touches: ['messageTemplate'] },
          {
            onSuccess: () => done('Published: messages are written by this version from here on'),
            onError: (error) => failed('It was not published', error),
          },
        )
      }
    >
      Publish
    </WriteButton>
  )
}

function Preview({ row }: { row: MessageTemplate }) {
  const [contactId, setContact] = useState<string | null>(null)
  const found = usePreview(row.id, contactId ? { model: 'contact', recordId: contactId } : {}, row.revision)
  return (
    <>
      <Panel
        title="As somebody gets it"
        aside={<RefInput label="For" model="contact" value={contactId} onChange={setContact} />}
      >
        {found?.faults.map(({ field, message }) => (
          <Text key={message} size="sm" c="red.9" role="alert">
            {field === 'subject' ? 'Subject' : 'Text'}: {message}
          </Text>
        ))}
        {found?.text && (
          <Stack gap={8}>
            <Text fw={600}>{found.subject}</Text>
            <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
              {found.text}
            </Text>
          </Stack>
        )}
        {!contactId && <Quiet>Choose somebody to see what they would read.</Quiet>}
      </Panel>
      <Panel title="What can stand in it">
        <Table label="What can stand in it" head={['Write', 'Stands for', 'Here']}>
          {(found?.fields ?? []).map(({ name, label, value }) => (
            <tr key={name}>
              <td>
                <Code>{`{{ ${name} }}`}</Code>
              </td>
              <td>{label}</td>
              <td>{value ?? <Nothing />}</td>
            </tr>
          ))}
        </Table>
        <Group>
          <Quiet>
            {
              '{{ person.firstName | default: "there" }} stands for what is known, or else for what you say; what stands between {% if person.country == "DE" %} and {% endif %} is for some only.'
            }
          </Quiet>
        </Group>
      </Panel>
    </>
  )
}
