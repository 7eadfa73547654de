import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/client.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { InstantValue } from '../../../time/instant.tsx'
import { Tag, type Tone } from '../../../ui/values.tsx'
import classes from './support.module.css'

/** What one has asked support. */
type SupportQuestion = Replies['/me/support']['items'][number]

const states: Readonly<Record<SupportQuestion['status'], readonly [Tone, string]>> = {
  new: ['accent', 'New'],
  open: ['neutral', 'Somebody is at it'],
  pending: ['warn', 'Waits for you'],
  resolved: ['good', 'Answered'],
  closed: ['neutral', 'Closed'],
}

/** What one has asked support, how it stands, and what was answered. */
export function Questions() {
  const { data } = useQuery({
    queryKey: ['support'],
    queryFn: ({ signal }) => read('/me/support', { signal }),
    refetchInterval: 30_000,
  })
  if (!data || data.items.length === 0) return null
  return (
    <section>
      <h2 className={classes.title}>Your questions to support</h2>
      <ul className={classes.questions} aria-label="Your questions to support">
        {data.items.map(({ id, number, subject, status, createdAt, answers }) => {
          const [tone, words] = states[status]
          return (
            <li key={id}>
              <div className={classes.head}>
                <span>{subject}</span>
                <Tag tone={tone}>{words}</Tag>
              </div>
              <div className={classes.quiet}>
                {number}, <InstantValue at={createdAt} />
              </div>
              {answers.map(({ at, body }) => (
                <blockquote key={at} className={classes.answer}>
                  {body}
                </blockquote>
              ))}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
