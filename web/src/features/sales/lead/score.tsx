import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, Minus } from 'lucide-react'
import { useState } from 'react'
import { derivedQuery } from '../../../api/queries.ts'
import type { Operator } from '../../../records/criteria/criterion.ts'
import { labelOf, valueWords, wordsOf } from '../../../records/criteria/criterion.ts'
import { AnyValue } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { useView } from '../../../time/use-time.ts'
import { Failure, Waiting } from '../../../ui/states.tsx'
import type { Lead, ScoreExplained } from '../lead.entry.ts'
import { lead } from '../lead.tsx'
import classes from './lead.module.css'

/** The score of a lead with the rules that gave it; why each of them did, or did not, is one click away. */
export function Score({ row }: { row: Lead }) {
  const [asked, setAsked] = useState(false)
  const { scoreReasons } = row
  if (!scoreReasons) return null
  return (
    <Panel title="Score" aside={<strong>{row.score} of 100</strong>}>
      {scoreReasons.length === 0 ? (
        <p className={classes.note}>Nothing is known yet that would say how promising this is.</p>
      ) : (
        <table className={classes.reasons}>
          <tbody>
            {scoreReasons.map(({ rule, points, reason }) => (
              <tr key={rule}>
                <td>{reason}</td>
                <td>{signed(points)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={classes.note}>
        By version {row.scoreRuleVersion} of the scoring rules.{' '}
        <button type="button" className={classes.why} onClick={() => setAsked(!asked)} aria-expanded={asked}>
          Why?
        </button>
      </p>
      {asked && <Explained id={row.id} />}
    </Panel>
  )
}

function Explained({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(
    derivedQuery<ScoreExplained>('lead', `/leads/${id}/score`, {}, useView()),
  )
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Waiting rows={4} label="Loading the rules" />
  return (
    <div className={classes.explained}>
      <p className={classes.note}>
        From {data.hotFrom} a lead is hot, from {data.warmFrom} warm.{' '}
        {data.scoredAt && (
          <>
            Scored <InstantValue at={data.scoredAt} />.{' '}
          </>
        )}
        {data.agrees === false && 'The same rules would say something else of it now. '}
        {data.ruleSetId && (
          <Link to="/$path/$id" params={{ path: 'rule-sets', id: data.ruleSetId }}>
            The rules
          </Link>
        )}
      </p>
      <ol>
        {data.rules.map((rule) => (
          <li key={rule.id} data-holds={rule.holds}>
            {rule.holds ? (
              <Check size={12} aria-label="Holds" />
            ) : (
              <Minus size={12} aria-label="Does not hold" />
            )}{' '}
            {rule.name} ({signed(rule.points)})
            <ul>
              {rule.conditions.map((condition, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no names, and stand in their order
                <li key={place} data-holds={condition.holds} style={{ paddingLeft: 12 * condition.depth }}>
                  <ConditionWords condition={condition} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </div>
  )
}

const joints = { all: 'All of these', any: 'Any of these', none: 'None of these' }

export function ConditionWords({
  condition: { joint, field, operator, value, found, holds },
}: {
  condition: ScoreExplained['rules'][number]['conditions'][number]
}) {
  if (joint) return <>{joints[joint]}</>
  if (field === null) return null
  const said =
    Array.isArray(value) && value.length > 4
      ? `is one of ${value.length}`
      : [
          wordsOf((operator ?? 'is') as Operator),
          value === null ? '' : valueWords(value, undefined, undefined),
        ]
          .filter(Boolean)
          .join(' ')
  return (
    <>
      {labelOf(field, lead.fields)} {said}: {holds === null ? <em>hidden</em> : <AnyValue value={found} />}
    </>
  )
}

const signed = (points: number) => (points > 0 ? `+${points}` : String(points))
