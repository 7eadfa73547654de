import { Code, Stack, Text } from '@mantine/core'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { Related } from '../../../records/related.tsx'
import { CopyText } from '../../../ui/copy.tsx'
import { chatWidget } from '../chat-widget.tsx'

/** A chat, how it gets into a web site, and what was talked about there. */
export function ChatWidgetPage({ id }: { id: string }) {
  return (
    <RecordPage resource={chatWidget} id={id} aside={(row) => <Embed id={row.id} sites={row.sites ?? []} />}>
      {(row) => (
        <Related
          model="conversation"
          title="Who talked here"
          where={{ widgetId: row.id, sort: '-lastAt' }}
          columns={['from', 'status', 'assigneeId', 'lastAt']}
          empty="Nobody has written yet."
        />
      )}
    </RecordPage>
  )
}

function Embed({ id, sites }: { id: string; sites: readonly string[] }) {
  const embed = `<script src="${window.location.origin}/chat.js" data-widget="${id}" defer></script>`
  return (
    <Panel title="In your web site">
      {sites.length === 0 ? (
        <Text size="sm" c="dimmed">
          To put it into pages of yours, name their site first: in no other may it stand.
        </Text>
      ) : (
        <Stack gap={8}>
          <Code block>{embed}</Code>
          <div>
            <CopyText value={embed} size="compact-xs" />
          </div>
        </Stack>
      )}
    </Panel>
  )
}
