import { Anchor, Group } from '@mantine/core'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { CopyText } from '../../../ui/copy.tsx'
import { bookingPage } from '../booking-page.tsx'

/** A booking page, and where it is. */
export function BookingPagePage({ id }: { id: string }) {
  const url = `${window.location.origin}/b/${id}`
  return (
    <RecordPage
      resource={bookingPage}
      id={id}
      aside={() => (
        <Panel title="Where it is">
          <Group gap={8}>
            <Anchor href={url} target="_blank" rel="noreferrer">
              {url}
            </Anchor>
            <CopyText value={url} />
          </Group>
        </Panel>
      )}
    />
  )
}
