import { Link } from '@tanstack/react-router'
import { Empty } from '../ui/states.tsx'

export function Missing() {
  return (
    <Empty title="There is no such page" action={<Link to="/">Go to the start</Link>}>
      The address may be mistyped, or what it led to has another address now.
    </Empty>
  )
}
