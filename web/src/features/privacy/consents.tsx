import { useState } from 'react'
import { CommandDialog } from '../../records/command-dialog.tsx'
import type { Field } from '../../records/field.ts'
import { Panel } from '../../records/panel.tsx'
import { InstantValue } from '../../time/instant.tsx'
import { WriteButton } from '../../time/write.tsx'
import { Quiet, Table } from '../../ui/screen.tsx'
import { Tag } from '../../ui/values.tsx'
import type { PrivacyStanding } from './privacy.entry.ts'

type Consent = PrivacyStanding['consents'][number]

const channels: Readonly<Record<string, string>> = {
  email: 'E-mail',
  phone: 'Phone',
  sms: 'Text message',
  post: 'Post',
  any: 'Any way',
}

const asked: readonly Field[] = [
  { key: 'purpose', label: 'For what', kind: 'text', required: true, hint: 'As in Newsletter' },
  {
    key: 'channel',
    label: 'By which way',
    kind: 'choice',
    required: true,
    choices: Object.entries(channels).map(([value, label]) => ({ value, label })),
  },
  {
    key: 'source',
    label: 'Where they said so',
    kind: 'text',
    required: true,
    hint: 'A form, a call, a letter',
  },
  { key: 'textVersion', label: 'Which wording they saw', kind: 'text', required: true },
]

/** What a contact has allowed, with the wording they saw; what they withdrew stays to be seen. */
export function Consents({ id, consents }: { id: string; consents: readonly Consent[] }) {
  const [noting, setNoting] = useState(false)
  const [withdrawn, setWithdrawn] = useState<Consent | null>(null)
  return (
    <Panel
      title="Consents"
      aside={
        <WriteButton variant="default" permission="contact.give-consent" onClick={() => setNoting(true)}>
          Note a consent
        </WriteButton>
      }
    >
      {consents.length === 0 ? (
        <Quiet>Nothing was allowed, and nothing forbidden.</Quiet>
      ) : (
        <Table label="Consents" head={['For what', 'By which way', 'Given', 'Where, on which wording', '']}>
          {consents.map((one) => (
            <tr key={`${one.purpose} ${one.channel}`}>
              <td>{one.purpose}</td>
              <td>{channels[one.channel] ?? one.channel}</td>
              <td>
                <InstantValue at={one.givenAt} />
              </td>
              <td>
                {one.source}, {one.textVersion}
              </td>
              <td data-right>
                {one.withdrawnAt === null ? (
                  <WriteButton
                    size="compact-xs"
                    variant="default"
                    permission="contact.withdraw-consent"
                    onClick={() => setWithdrawn(one)}
                  >
                    Withdraw
                  </WriteButton>
                ) : (
                  <>
                    <Tag tone="warn">Withdrawn</Tag> <InstantValue at={one.withdrawnAt} />
                  </>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {noting && (
        <CommandDialog
          title="Note a consent"
          path={`/contacts/${id}/give-consent`}
          fields={asked}
          submit="Note it"
          touches={['contact']}
          onClose={() => setNoting(false)}
        />
      )}
      {withdrawn && (
        <CommandDialog
          title="Withdraw the consent"
          path={`/contacts/${id}/withdraw-consent`}
          fields={[]}
          body={{ purpose: withdrawn.purpose, channel: withdrawn.channel }}
          submit="Withdraw it"
          touches={['contact']}
          onClose={() => setWithdrawn(null)}
        >
          From now on nobody may use {withdrawn.purpose} ({channels[withdrawn.channel] ?? withdrawn.channel}).
          That it was given, and when, stays.
        </CommandDialog>
      )}
    </Panel>
  )
}
