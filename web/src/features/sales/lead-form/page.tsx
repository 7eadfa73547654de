import { Anchor, Code, Stack, Text } from '@mantine/core'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { Related } from '../../../records/related.tsx'
import { CopyText } from '../../../ui/copy.tsx'
import { leadForm } from '../lead-form.tsx'

/** A form, where it is, how it gets into a web site, and who came by it. */
export function LeadFormPage({ id }: { id: string }) {
  return (
    <RecordPage
      resource={leadForm}
      id={id}
      aside={(row) => <Address id={row.id} title={row.title ?? ''} sites={row.sites ?? []} />}
    >
      {(row) =>
        row.makes === 'ticket' ? (
          <Related
            model="ticket"
            title="Tickets that came by it"
            where={{ formId: row.id, sort: '-createdAt' }}
            columns={['status', 'requester', 'createdAt']}
            empty="Nobody has sent it yet."
          />
        ) : (
          <Related
            model="lead"
            title="Who came by it"
            where={{ formId: row.id }}
            columns={['status', 'review', 'genuineness', 'createdAt']}
            empty="Nobody has sent it yet."
          />
        )
      }
    </RecordPage>
  )
}

function Address({ id, title, sites }: { id: string; title: string; sites: readonly string[] }) {
  const url = `${window.location.origin}/f/${id}`
  const quoted = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  // The page that shows it is told, with how somebody had come there.
  const embed = `<iframe src="${url}" title="${quoted}" width="100%" height="640" style="border:0" loading="lazy" referrerpolicy="no-referrer-when-downgrade"></iframe>`
  return (
    <Panel title="Where it is">
      <Stack gap={8}>
        <Text size="sm">
          <Anchor href={url} target="_blank" rel="noreferrer">
            {url}
          </Anchor>
        </Text>
        <div>
          <CopyText value={url} size="compact-xs" />
        </div>
        {sites.length === 0 ? (
          <Text size="sm" c="dimmed">
            To show it in a page of yours, name that site first: no other may.
          </Text>
        ) : (
          <>
            <Text size="sm">In your web site:</Text>
            <Code block>{embed}</Code>
            <div>
              <CopyText value={embed} size="compact-xs" />
            </div>
          </>
        )}
      </Stack>
    </Panel>
  )
}
