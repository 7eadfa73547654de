import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { read } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import type { Replies } from '../../api/types.gen.ts'
import { InstantValue } from '../../time/instant.tsx'
import { counted } from '../../ui/format.ts'
import { Quiet, Screen, Table } from '../../ui/screen.tsx'

interface Answer {
  title: string
  /** What an auditor asks. */
  asked: string
  needs: string
  /** Where the answer is. */
  link: ReactNode
  /** How it stands now, in a line. */
  state: ReactNode
}

const screen = (path: string, words: string) => (
  <Link to="/$path" params={{ path }}>
    {words}
  </Link>
)
const setting = (path: string, words: string) => (
  <Link to="/settings/$setting" params={{ setting: path }}>
    {words}
  </Link>
)

/** What is asked of whoever keeps data of others, each with its place here. */
const answers: readonly Answer[] = [
  {
    title: 'Retention',
    asked: 'How long are personal data kept, and do they go then?',
    needs: 'retentionRule.read',
    link: setting('retention', 'Retention'),
    state: (
      <Now path="/privacy/retention" needs="privacy.read">
        {({ items }) =>
          items.length === 0
            ? 'There is no rule yet.'
            : `${counted(items.length, 'rule', 'rules')}; ${counted(
                items.reduce((sum, due) => sum + due.count, 0),
                'record is',
                'records are',
              )} due.`
        }
      </Now>
    ),
  },
  {
    title: 'Audit trail',
    asked: 'Who changed what, when and why?',
    needs: 'audit.read',
    link: screen('audit', 'Audit'),
    state: (
      <Now path="/audit" first>
        {({ items: [last] }) => (
          <Last at={last?.recordedAt} said="Last change" none="Nothing was changed yet." />
        )}
      </Now>
    ),
  },
  {
    title: 'Access log',
    asked: 'Who read whose data?',
    needs: 'accessLog.read',
    link: screen('access-log', 'Access log'),
    state: (
      <Now path="/access-log" first>
        {({ items: [last] }) => <Last at={last?.at} said="Last entry" none="Nothing was read yet." />}
      </Now>
    ),
  },
  {
    title: 'Integrity',
    asked: 'How is it shown that nothing was altered afterwards?',
    needs: 'log.read',
    link: screen('integrity', 'Integrity'),
    state: (
      <Now path="/log/checkpoints" first>
        {({ items: [last] }) => (
          <Last at={last?.signedAt} said="Last signed checkpoint" none="No checkpoint was signed yet." />
        )}
      </Now>
    ),
  },
  {
    title: 'Breach report',
    asked: 'After a breach of an account: whose records was it shown?',
    needs: 'accessLog.read',
    link: screen('access-log', 'Whose records, in the access log'),
    state: (
      <Now path="/security-alerts" needs="securityAlert.read" first>
        {({ items: [last] }) => (
          <Last at={last?.createdAt} said="Last alert" none="There was no alert yet." />
        )}
      </Now>
    ),
  },
  {
    title: 'Records of processing',
    asked: 'On which basis, for what and since when are somebody’s data kept?',
    needs: 'privacy.read',
    link: screen('contacts', 'The Privacy tab of each contact'),
    state: 'Basis, purpose, origin and consents stand with each person.',
  },
  {
    title: 'Requests and receipts',
    asked: 'Did people get what they have a right to?',
    needs: 'privacyRequest.read',
    link: screen('contacts', 'The Privacy tab of each person'),
    state: (
      <Now path="/privacy-requests" first>
        {({ items: [last] }) =>
          last ? (
            <>
              <Last at={last.createdAt} said="Last request" none="" />{' '}
              {last.completedAt && <a href={`/api/privacy-requests/${last.id}/receipt`}>Its receipt</a>}
            </>
          ) : (
            'Nobody has asked for anything yet.'
          )
        }
      </Now>
    ),
  },
  {
    title: 'Keys',
    asked: 'By which key is the log signed, and when was it changed?',
    needs: 'log.read',
    link: screen('integrity', 'Integrity'),
    state: (
      <Now path="/log/key">
        {({ keys }) => (
          <Last at={keys.at(-1)?.since} said="Signed by the present key since" none="There is no key yet." />
        )}
      </Now>
    ),
  },
  {
    title: 'Advisories',
    asked: 'Are there known weaknesses in what it is made of?',
    needs: 'securityCheck.read',
    link: screen('security', 'Security'),
    state: (
      <Now path="/security-checks" first>
        {({ items: [last] }) => (
          <Last at={last?.createdAt} said="Last run" none="It was not looked at yet." />
        )}
      </Now>
    ),
  },
  {
    title: 'Bill of materials',
    asked: 'What is it made of?',
    needs: 'securityCheck.read',
    link: (
      <a href="/api/admin/packages/bill-of-materials" download="hindsight.cdx.json">
        SBOM, CycloneDX 1.6
      </a>
    ),
    state: (
      <Now path="/admin/packages">
        {({ items }) =>
          `${counted(items.filter(({ development }) => !development).length, 'package runs', 'packages run')} here.`
        }
      </Now>
    ),
  },
]

/** What an auditor asks for and where the answer is, with how it stands now (SEC-06, SEC-07). */
export function ComplianceScreen() {
  const may = useMay()
  return (
    <Screen
      title="Compliance"
      about="What an auditor asks for, and where each answer is. What your role may not read is not led to."
    >
      <Table label="What is asked" head={['About', 'The question', 'Where the answer is', 'How it stands']}>
        {answers.map(({ title, asked, needs, link, state }) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td>{asked}</td>
            <td>{may(needs) ? link : <Quiet>Your role may not read it.</Quiet>}</td>
            <td>{may(needs) && state}</td>
          </tr>
        ))}
      </Table>
    </Screen>
  )
}

/** What an answer of the API says; nothing where it takes another right than its row, and the reader lacks it. */
function Now<P extends keyof Replies>({
  path,
  needs,
  first,
  children,
}: {
  path: P
  needs?: string
  /** Of a list only the newest. */
  first?: true
  children: (found: Replies[P]) => ReactNode
}) {
  const may = useMay()
  const query = useQuery({
    queryKey: ['compliance', path],
    queryFn: ({ signal }) => read(path, { ...(first && { parameters: { limit: 1 } }), signal }),
    enabled: needs === undefined || may(needs),
  })
  if (query.isError) return 'It could not be read just now.'
  return query.data && children(query.data)
}

function Last({ at, said, none }: { at: string | undefined; said: string; none: string }) {
  if (at === undefined) return none
  return (
    <>
      {said} <InstantValue at={at} />.
    </>
  )
}
