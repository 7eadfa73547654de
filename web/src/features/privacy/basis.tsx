import { useState } from 'react'
import { CommandDialog } from '../../records/command-dialog.tsx'
import { entryOf } from '../../records/entry.ts'
import type { Field } from '../../records/field.ts'
import { Panel } from '../../records/panel.tsx'
import { nounOf } from '../../records/resource.ts'
import { InstantValue } from '../../time/instant.tsx'
import { WriteButton } from '../../time/write.tsx'
import { count } from '../../ui/format.ts'
import { Facts, Quiet } from '../../ui/screen.tsx'
import type { PrivacyStanding } from './privacy.entry.ts'

const bases: Readonly<Record<string, string>> = {
  consent: 'Consent',
  contract: 'A contract with them',
  'legal-obligation': 'A legal obligation',
  'vital-interests': 'Vital interests',
  'public-task': 'A public task',
  'legitimate-interests': 'Legitimate interests',
}

const asked: readonly Field[] = [
  {
    key: 'basis',
    label: 'Lawful basis',
    kind: 'choice',
    required: true,
    choices: Object.entries(bases).map(([value, label]) => ({ value, label })),
  },
  { key: 'purpose', label: 'For what', kind: 'text', required: true, hint: 'As in Sales and support' },
  {
    key: 'collectedFrom',
    label: 'Collected from',
    kind: 'text',
    required: true,
    hint: 'Themselves, a trade fair, a register',
  },
]

/** Why somebody's data are kept, where they are from, and where they are used (CUS-19). */
export function Basis({ id, standing }: { id: string; standing: PrivacyStanding }) {
  const [stating, setStating] = useState(false)
  const { lawfulBasis, collected, usedIn } = standing
  return (
    <Panel
      title="How their data are used"
      aside={
        <WriteButton
          variant="default"
          permission="contact.state-lawful-basis"
          onClick={() => setStating(true)}
        >
          State the lawful basis
        </WriteButton>
      }
    >
      <Facts
        facts={[
          ['Lawful basis', lawfulBasis ? (bases[lawfulBasis.basis] ?? lawfulBasis.basis) : 'Not stated'],
          ['For what', lawfulBasis?.purpose ?? 'Not stated'],
          ['Collected from', lawfulBasis?.collectedFrom ?? 'Not stated'],
          [
            'Kept here since',
            collected ? (
              <span key="since">
                <InstantValue at={collected.at} />, by {collected.via}
              </span>
            ) : (
              'Not known'
            ),
          ],
          [
            'Used in',
            usedIn.length === 0
              ? 'No record names them'
              : usedIn.map(({ model, count: many }) => `${count(many)} ${wordFor(model, many)}`).join(', '),
          ],
        ]}
      />
      <Quiet>Of records that you may see. Each change of the basis stays in the history.</Quiet>
      {stating && (
        <CommandDialog
          title="State the lawful basis"
          path={`/contacts/${id}/state-lawful-basis`}
          fields={asked}
          initial={lawfulBasis ? { ...lawfulBasis } : {}}
          submit="State it"
          touches={['contact']}
          onClose={() => setStating(false)}
        />
      )}
    </Panel>
  )
}

function wordFor(model: string, many: number): string {
  const entry = entryOf(model)
  if (!entry) return model
  return many === 1 ? entry.one : nounOf(entry.many).toLowerCase()
}
