import { useState } from 'react'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { Reference } from '../../../records/field-value.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Related } from '../../../records/related.tsx'
import { Report } from '../../../records/report.tsx'
import { DayInput } from '../../../records/typed-inputs.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { day } from '../../../ui/format.ts'
import { Facts, Quiet } from '../../../ui/screen.tsx'
import { Tag } from '../../../ui/values.tsx'
import type { Asset, AssetWarranty } from '../asset.entry.ts'
import { asset } from '../asset.tsx'

const promised: readonly Field[] = [
  {
    key: 'warrantyId',
    label: 'Warranty',
    kind: 'ref',
    model: 'warranty',
    required: true,
    hint: 'By its terms of now, which stay what they are here',
  },
  { key: 'warrantyFrom', label: 'From', kind: 'date', hint: 'Left empty, from the day it was installed' },
]

/** Something that a customer has: its warranty on any day, what is built into it, and what was done about it (SVC-10, SVC-11). */
export function AssetPage({ id }: { id: string }) {
  return (
    <RecordPage resource={asset} id={id}>
      {(row) => (
        <>
          <Warranty row={row} />
          <Related
            model="asset"
            title="Built into it"
            where={{ parentId: row.id }}
            columns={['serial', 'warrantyUntil']}
            empty="Nothing is known to be built into it."
          />
          <Related
            model="ticket"
            title="What was asked about it"
            where={{ assetId: row.id, sort: '-createdAt' }}
            columns={['status', 'priority', 'createdAt']}
            empty="Nobody has asked anything about it."
          />
        </>
      )}
    </RecordPage>
  )
}

const answers = {
  covered: { tone: 'good', words: 'Under warranty' },
  none: { tone: 'neutral', words: 'No warranty' },
  before: { tone: 'neutral', words: 'Before its warranty began' },
  after: { tone: 'bad', words: 'Warranty is over' },
} as const

function Warranty({ row }: { row: Asset }) {
  const [failedOn, setFailedOn] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Report<AssetWarranty>
        model="asset"
        title="Warranty"
        path={`/customer-assets/${row.id}/warranty`}
        parameters={failedOn ? { failedOn } : {}}
        aside={
          <WriteButton
            size="compact-xs"
            variant="default"
            permission="asset.set-warranty"
            onClick={() => setAsking(true)}
          >
            Set the warranty
          </WriteButton>
        }
      >
        {({ answer, failedOn: on, warranty }) => (
          <>
            <DayInput label="Failed on" value={failedOn} onChange={setFailedOn} />
            <p>
              {on && day(on)}: <Tag tone={answers[answer].tone}>{answers[answer].words}</Tag>
            </p>
            {warranty ? (
              <Facts
                facts={[
                  [
                    'Terms',
                    <span key="terms">
                      <Reference model="warranty" id={warranty.warrantyId} name={warranty.name} /> version{' '}
                      {warranty.version}, as they were then
                    </span>,
                  ],
                  ['From', day(warranty.startsOn)],
                  ['Until', day(warranty.endsOn)],
                  ...(warranty.text ? ([['What it covers', warranty.text]] as const) : []),
                ]}
              />
            ) : (
              <Quiet>No warranty came with it.</Quiet>
            )}
          </>
        )}
      </Report>
      {asking && (
        <CommandDialog
          title="Set the warranty"
          path={`/customer-assets/${row.id}/set-warranty`}
          fields={promised}
          submit="Set"
          ifMatch={row.revision}
          touches={['asset']}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
