import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, Minus } from 'lucide-react'
import { useState } from 'react'
import { derivedQuery } from '../../../api/queries.ts'
import { Reference } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { useView } from '../../../time/use-time.ts'
import { count } from '../../../ui/format.ts'
import { Failure, Waiting } from '../../../ui/states.tsx'
import type { AssignmentExplained, Lead } from '../lead.entry.ts'
import classes from './lead.module.css'
import { ConditionWords } from './score.tsx'

const causes = {
  captured: 'When it was captured',
  woken: 'When it was taken up again',
  asked: 'When somebody asked',
  unclaimed: 'When it was not taken up in time',
  opened: 'When it was opened',
}
const skips = {
  inactive: 'deactivated',
  away: 'away',
  full: 'has enough',
  'had-it': 'had it before',
  unskilled: 'lacks a skill',
}

/** Why a lead is whose it is. */
export function Assignment({ row }: { row: Lead }) {
  const [asked, setAsked] = useState(false)
  return (
    <Panel title="Assignment">
      <p className={classes.note}>
        {row.ownerId ? <Reference model="user" id={row.ownerId} /> : 'Nobody has it yet'}
        {row.routedRule && ', by a rule'}
        {row.status === 'new' && row.pickUpBy && (
          <>
            , to be taken up by <InstantValue at={row.pickUpBy} />
          </>
        )}
        .{' '}
        <button type="button" className={classes.why} onClick={() => setAsked(!asked)} aria-expanded={asked}>
          Why this person?
        </button>
      </p>
      {asked && <WhyAssigned model="lead" path={`/leads/${row.id}/assignment`} />}
    </Panel>
  )
}

/** What the rules decided, who else could have got it, and who would get it now. */
export function WhyAssigned({ model, path }: { model: string; path: string }) {
  const { data, error, refetch } = useQuery(
    derivedQuery<Omit<AssignmentExplained, 'leadId' | 'ownerId'>>(model, path, {}, useView()),
  )
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Waiting rows={4} label="Loading the rules" />
  const { decision, would } = data
  return (
    <div className={classes.explained}>
      {decision ? (
        <>
          <p className={classes.note}>
            {causes[decision.cause]}, version {decision.version} of the rules decided
            {decision.name === null ? ': no rule holds.' : ` by “${decision.name}”.`}
            {decision.skills && ` Asked for: ${decision.skills.join(', ')}.`}
          </p>
          <ul>
            {decision.candidates.map(({ userId, open, skipped }) => (
              <li key={userId} data-holds={skipped === null}>
                <Reference model="user" id={userId} />: {count(open)} open
                {skipped && `, ${skips[skipped]}`}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className={classes.note}>No rule gave it to whoever has it.</p>
      )}
      {would && (
        <p className={classes.note}>
          Were it to come now,{' '}
          {would.userId ? (
            <>
              <Reference model="user" id={would.userId} /> would get it by “{would.name}”.
            </>
          ) : (
            'nobody would get it.'
          )}{' '}
          <Link to="/$path/$id" params={{ path: 'rule-sets', id: data.ruleSetId }}>
            The rules
          </Link>
        </p>
      )}
      <ol>
        {data.rules.map((rule) => (
          <li key={rule.id} data-holds={rule.holds}>
            {rule.holds ? (
              <Check size={12} aria-label="Holds" />
            ) : (
              <Minus size={12} aria-label="Does not hold" />
            )}{' '}
            {rule.name}
            {rule.chosen && ' (decided)'}
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
