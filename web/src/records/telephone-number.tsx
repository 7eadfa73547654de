import { Phone } from 'lucide-react'
import { useContext } from 'react'
import { useRefusal } from '../time/write.tsx'
import { Called, useDial } from './dial.ts'
import classes from './records.module.css'

/** A telephone number: a button that calls it where somebody has a line, else a link (RFC 3966) that another program may know. */
export function TelephoneNumber({ number }: { number: string }) {
  const about = useContext(Called)
  const dial = useDial()
  const refusal = useRefusal()('phoneCall.start')
  if (!dial || refusal)
    return (
      <a href={`tel:${number}`} className={classes.link}>
        {number}
      </a>
    )
  return (
    <button
      type="button"
      className={classes.dial}
      aria-label={`Call ${number}`}
      onClick={(event) => {
        event.stopPropagation()
        dial(number, about)
      }}
    >
      <Phone size={12} aria-hidden /> {number}
    </button>
  )
}
