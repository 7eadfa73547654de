import { Modal, SegmentedControl, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Parameters } from '../../api/client.ts'
import { derivedQuery } from '../../api/queries.ts'
import { useMay } from '../../api/session.ts'
import type { Replies } from '../../api/types.gen.ts'
import { useLive } from '../../live/live.tsx'
import { entryOf } from '../../records/entry.ts'
import { Reference } from '../../records/field-value.tsx'
import { Report } from '../../records/report.tsx'
import { nounOf } from '../../records/resource.ts'
import { useView } from '../../time/use-time.ts'
import { count, percent, sentence } from '../../ui/format.ts'
import { Facts, Quiet, Screen, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { Nothing, Tag } from '../../ui/values.tsx'
import { KeepResult } from './insight/keep.tsx'
import classes from './process-paths.module.css'

type Paths = Replies['/pipeline/paths']
type Path = Paths['paths'][number]
type Hop = Paths['hops'][number]

const kinds = [
  { model: 'opportunity', path: '/pipeline/paths', mined: 'deal-paths' },
  { model: 'lead', path: '/lead-paths', mined: 'lead-paths' },
  { model: 'ticket', path: '/ticket-paths', mined: 'ticket-paths' },
] as const
type Kind = (typeof kinds)[number]
export type PathsModel = Kind['model']

/** Stages have names of the organisation's; states have words of ours. */
const placeOf = ({ model }: Kind, place: string | undefined) =>
  place === undefined ? '' : model === 'opportunity' ? place : sentence(place)

const nounOfKind = ({ model }: Kind) => nounOf(entryOf(model)?.many ?? model)

/** The ways that deals, leads and tickets have gone in the year up to the instant on screen, and where they came back. */
export function ProcessPathsScreen() {
  const may = useMay()
  const shown = kinds.filter(({ model }) => may(`${model}.read`))
  const [model, setModel] = useState<string>()
  const kind = shown.find((one) => one.model === model) ?? shown[0]
  return (
    <Screen
      title="Paths"
      about="The ways that records have gone in a year, how long each step took, and where they came back to where they had been."
      actions={
        kind && (
          <SegmentedControl
            aria-label="Of which records"
            data={shown.map((one) => ({ value: one.model, label: sentence(nounOfKind(one)) }))}
            value={kind.model}
            onChange={setModel}
          />
        )
      }
    >
      {kind ? (
        <PathsOf key={kind.model} kind={kind} />
      ) : (
        <Quiet>There is nothing of this that you may see.</Quiet>
      )}
    </Screen>
  )
}

function PathsOf({ kind }: { kind: Kind }) {
  useLive(kind.model)
  const [way, setWay] = useState<readonly string[]>()
  return (
    <>
      <Report<Paths>
        model={kind.model}
        title="Ways"
        path={kind.path}
        aside={<KeepResult mined={kind.mined} />}
      >
        {(found) =>
          found.records === 0 ? (
            <Quiet>None began in this year.</Quiet>
          ) : (
            <>
              <Facts
                facts={[
                  [sentence(nounOfKind(kind)), count(found.records)],
                  ['Came back', `${count(found.reworked)} (${percent(found.reworked / found.records)})`],
                ]}
              />
              <Ways kind={kind} found={found} open={setWay} />
            </>
          )
        }
      </Report>
      <Report<Paths> model={kind.model} title="Steps" path={kind.path}>
        {({ hops }) =>
          hops.length === 0 ? <Quiet>None has gone anywhere yet.</Quiet> : <Steps kind={kind} hops={hops} />
        }
      </Report>
      {way && (
        <Walked
          {...kind}
          title={wayOf(kind, way)}
          asked={{ places: JSON.stringify(way) }}
          onClose={() => setWay(undefined)}
        />
      )}
    </>
  )
}

/** Ways and steps as they were kept: who went them then is not told. */
export function KeptPaths({ model, found }: { model: PathsModel; found: Paths }) {
  const kind = kinds.find((one) => one.model === model) ?? kinds[0]
  return (
    <>
      <Ways kind={kind} found={found} />
      <Steps kind={kind} hops={found.hops} />
    </>
  )
}

function Ways({ kind, found, open }: { kind: Kind; found: Paths; open?: (way: readonly string[]) => void }) {
  return (
    <Table label="Ways" head={['Way', 'Records', 'Share', 'Median days']}>
      {found.paths.map((path: Path) => (
        <tr key={JSON.stringify(path.places)}>
          <td className={classes.way}>
            {wayOf(kind, path.places)} {path.rework && <Tag tone="warn">Came back</Tag>}
          </td>
          <td>
            {open ? (
              <UnstyledButton className={classes.open} onClick={() => open(path.places)}>
                {count(path.count)}
              </UnstyledButton>
            ) : (
              count(path.count)
            )}
          </td>
          <td>{percent(path.share)}</td>
          <td>{path.medianDays === null ? <Nothing /> : count(path.medianDays, 1)}</td>
        </tr>
      ))}
      {found.others > 0 && (
        <tr>
          <td>Other ways, each walked less</td>
          <td>{count(found.others)}</td>
          <td>{percent(found.others / found.records)}</td>
          <td>
            <Nothing />
          </td>
        </tr>
      )}
    </Table>
  )
}

const wayOf = (kind: Kind, places: readonly string[]) =>
  places.map((place) => placeOf(kind, place)).join(' → ')

function Steps({ kind, hops }: { kind: Kind; hops: readonly Hop[] }) {
  return (
    <Table label="Steps" head={['From', 'To', 'Times', 'Back to where it had been', 'Median days before']}>
      {hops.map((hop) => (
        <tr key={JSON.stringify([hop.from, hop.to])}>
          <td>{placeOf(kind, hop.from)}</td>
          <td>{placeOf(kind, hop.to)}</td>
          <td>{count(hop.count)}</td>
          <td>{hop.back === 0 ? <Nothing /> : count(hop.back)}</td>
          <td>{count(hop.medianDays, 1)}</td>
        </tr>
      ))}
    </Table>
  )
}

/** The records that went one way, or one step of it. */
export function Walked({
  model,
  path,
  title,
  asked,
  onClose,
}: {
  model: string
  path: string
  title: string
  asked: Parameters
  onClose: () => void
}) {
  const query = useQuery(derivedQuery<Paths>(model, path, asked, useView()))
  const walked = query.data?.walked ?? []
  return (
    <Modal opened title={title} onClose={onClose} size="lg">
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Waiting rows={4} label="Looking" />
      ) : (
        <ul>
          {walked.map(({ id, name }) => (
            <li key={id}>
              <Reference model={model} id={id} name={name ?? null} />
            </li>
          ))}
        </ul>
      )}
    </Modal>
  )
}
