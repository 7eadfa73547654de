import { Tooltip } from '@mantine/core'
import { exactly, instant } from '../ui/format.ts'
import classes from '../ui/values.module.css'
import { useReferenceNow } from './use-time.ts'

/** An instant as people say it, the exact one on hover. */
export function InstantValue({ at }: { at: string }) {
  const now = useReferenceNow()
  return (
    <Tooltip label={<span className={classes.exact}>{exactly(at)}</span>}>
      <time dateTime={at}>{instant(at, now)}</time>
    </Tooltip>
  )
}
