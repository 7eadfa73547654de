import { Alert } from '@mantine/core'
import { useLive } from '../../../live/live.tsx'
import { Report } from '../../../records/report.tsx'
import { count } from '../../../ui/format.ts'
import { Facts, Quiet } from '../../../ui/screen.tsx'
import { MoneyValues } from '../../../ui/values.tsx'
import type { ContactAnalysis } from '../contact-analysis.entry.ts'
import { Channels, followUp, Hours, LastTouch, reasonsIn } from './shown.tsx'

/** How much a contact decides, why, and how they are kept in touch with. */
export function ContactStanding({ id }: { id: string }) {
  useLive('activity')
  return (
    <Report<ContactAnalysis>
      model="contact"
      title="Decision weight"
      path="/contact-analysis"
      parameters={{ contactId: id }}
    >
      {({ contacts: [one], method }) =>
        one === undefined ? (
          <Quiet>Not of a contact that is archived.</Quiet>
        ) : (
          <>
            {one.weight >= followUp.weightFrom &&
              (one.lastTouch?.days ?? followUp.untouchedDays) >= followUp.untouchedDays && (
                <Alert color="yellow" title="To be followed up">
                  Decides much, and nobody has had to do with them for {one.lastTouch?.days ?? 'ever'}
                  {one.lastTouch ? ' days' : ''}.
                </Alert>
              )}
            <Facts
              facts={[
                ['Weight, of 100', count(one.weight)],
                ['Because of', reasonsIn(one) || 'nothing known'],
                ['Last touch', <LastTouch key="touch" of={one} />],
                ['Channels', <Channels key="channels" of={one} />],
                ['We answer in', <Hours key="our" value={one.ourHours} />],
                ['They answer in', <Hours key="their" value={one.theirHours} />],
                ['Deals', `${one.deals.open} open, ${one.deals.won} won, ${one.deals.lost} lost`],
                ['Revenue', <MoneyValues key="revenue" values={one.deals.revenue} />],
              ]}
            />
            <Quiet>{method}</Quiet>
          </>
        )
      }
    </Report>
  )
}
