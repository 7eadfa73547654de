import { Alert, Button, Group, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Download, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { post, read } from '../../api/client.ts'
import type { Job } from '../../api/models.ts'
import { derivedQuery } from '../../api/queries.ts'
import type { Page } from '../../api/shapes.ts'
import { useLive } from '../../live/live.tsx'
import { Panel } from '../../records/panel.tsx'
import { InstantValue } from '../../time/instant.tsx'
import { WriteButton } from '../../time/write.tsx'
import { count, counted } from '../../ui/format.ts'
import { JobProgress, useJob } from '../../ui/job.tsx'
import { failed } from '../../ui/notices.ts'
import { Quiet, Screen, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { Nothing, Tag, type Tone } from '../../ui/values.tsx'
import type { InstalledPackages, SecurityCheck } from './security-check.entry.ts'

type Kind = SecurityCheck['kind']

/** What is known of weaknesses in this installation: in what others wrote, and in what our replies tell browsers. */
export function SecurityScreen() {
  const installed = useQuery({
    queryKey: ['installedPackages'],
    queryFn: ({ signal }) => read<InstalledPackages>('/admin/packages', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (installed.isError) return <Failure error={installed.error} retry={() => void installed.refetch()} />
  if (!installed.data) return <Waiting rows={12} />
  const { items, registry } = installed.data
  return (
    <Screen
      title="Security"
      about="What could be wrong with this installation, as far as it can look at itself. Alerts of what people do are under Security alerts."
    >
      <Check kind="packages" title="Known weaknesses of packages" button="Ask the registry now">
        {registry === null
          ? 'There is no registry to ask: HINDSIGHT_ADVISORIES_URL names one.'
          : `Sends name and version of ${counted(items.length, 'package', 'packages')} to ${registry}, and nothing else.`}
      </Check>
      <Check kind="headers" title="Security headers" button="Check now">
        Looks at what our own replies tell browsers, as they leave this server. What a proxy in front changes
        is not seen.
      </Check>
      <Packages items={items} />
    </Screen>
  )
}

function Check({
  kind,
  title,
  button,
  children,
}: {
  kind: Kind
  title: string
  button: string
  children: React.ReactNode
}) {
  const [started, setStarted] = useState<Job | null>(null)
  const job = useJob(started)
  const query = useQuery(
    derivedQuery<Page<SecurityCheck>>('securityCheck', '/security-checks', { kind, limit: 50 }, null),
  )
  useLive('securityCheck')
  const start = () =>
    post<Job>('/admin/security-checks', { kind }).then(setStarted, (error: unknown) =>
      failed('Nothing was checked', error),
    )
  const runs = query.data?.items ?? []
  const [last] = runs
  const good = runs.find(({ failure }) => failure === null)
  return (
    <Panel
      title={title}
      aside={
        <WriteButton
          variant="default"
          permission="securityCheck.record"
          leftSection={<ShieldCheck size={14} />}
          loading={job?.state === 'running'}
          onClick={() => void start()}
        >
          {button}
        </WriteButton>
      }
    >
      <Quiet>{children}</Quiet>
      {job && job.state !== 'running' && <JobProgress job={job} label={title} />}
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={1} label={`Loading the last run of ${title}`} />
      ) : !last ? (
        <Quiet>It was not looked at yet.</Quiet>
      ) : (
        <>
          {last.failure !== null && (
            <Alert color="yellow" role="status" title="It could not be found out">
              <InstantValue at={last.createdAt} />: {last.failure}.
              {good ? (
                <>
                  {' '}
                  Below is what was known <InstantValue at={good.createdAt} />.
                </>
              ) : (
                ' It never could so far, so nothing is known.'
              )}
            </Alert>
          )}
          {good && <Findings run={good} of={kind} />}
        </>
      )}
    </Panel>
  )
}

const tones: Readonly<Record<NonNullable<SecurityCheck['findings']>[number]['severity'], Tone>> = {
  critical: 'bad',
  high: 'bad',
  moderate: 'warn',
  low: 'neutral',
  info: 'neutral',
}

function Findings({ run: { createdAt, looked = 0, findings = [] }, of }: { run: SecurityCheck; of: Kind }) {
  const what =
    of === 'packages' ? counted(looked, 'package', 'packages') : counted(looked, 'reply', 'replies')
  if (findings.length === 0)
    return (
      <Alert color="green" role="status" title="Nothing was found">
        {what} looked at, last <InstantValue at={createdAt} />.
      </Alert>
    )
  return (
    <>
      <Alert color="red" role="status" title={counted(findings.length, 'weakness', 'weaknesses')}>
        {what} looked at, last <InstantValue at={createdAt} />.
      </Alert>
      <Table label={`Found in ${what}`} head={['How bad', 'Where', 'What']}>
        {findings.map(({ severity, subject, text, url }) => (
          <tr key={`${subject} ${text}`}>
            <td>
              <Tag tone={tones[severity]}>{severity}</Tag>
            </td>
            <td>{subject}</td>
            <td>
              {url ? (
                <a href={url} target="_blank" rel="noreferrer">
                  {text}
                </a>
              ) : (
                text
              )}
            </td>
          </tr>
        ))}
      </Table>
    </>
  )
}

/** More rows than anybody reads at once. */
const most = 50

function Packages({ items }: { items: InstalledPackages['items'] }) {
  const [words, setWords] = useState('')
  const wanted = words.trim().toLowerCase()
  const found = items.filter(({ name, licence }) => `${name} ${licence ?? ''}`.toLowerCase().includes(wanted))
  return (
    <Panel
      title={`Installed packages ${count(items.length)}`}
      aside={
        <Group gap={8}>
          <Button
            component="a"
            variant="default"
            leftSection={<Download size={14} />}
            href="/api/admin/packages/bill-of-materials"
            download="hindsight.cdx.json"
          >
            Bill of materials (SBOM)
          </Button>
          <TextInput
            aria-label="Find a package"
            placeholder="Name or licence"
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        </Group>
      }
    >
      <Table label="Installed packages" head={['Package', 'Version', 'Licence', 'Needed for', 'Installed']}>
        {found.slice(0, most).map(({ name, version, licence, development, installedAt }) => (
          <tr key={`${name} ${version}`}>
            <td>{name}</td>
            <td>{version}</td>
            <td>{licence ?? <Nothing />}</td>
            <td>{development ? 'Building and testing' : 'Running'}</td>
            <td>{installedAt ? <InstantValue at={installedAt} /> : <Nothing />}</td>
          </tr>
        ))}
      </Table>
      {found.length > most && (
        <Quiet>
          The first {most} of {count(found.length)}. Type a name or a licence to find others.
        </Quiet>
      )}
      {found.length === 0 && <Quiet>No package is called that or has that licence.</Quiet>}
    </Panel>
  )
}
