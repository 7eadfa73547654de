import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { GraduationCap } from 'lucide-react'
import { read } from '../../api/client.ts'
import { counted } from '../../ui/format.ts'
import nav from '../../ui/nav-item.module.css'

export const ownTrainings = {
  queryKey: ['ownTraining'],
  queryFn: ({ signal }: { signal: AbortSignal }) => read('/me/trainings', { signal }),
  staleTime: 60_000,
}

/** In the navigation, as long as there is something one should have read. */
export function TrainingMark() {
  const { data } = useQuery(ownTrainings)
  const open = data?.items.filter(({ acknowledgedAt }) => acknowledgedAt === null) ?? []
  if (open.length === 0) return null
  return (
    <Link to="/me" className={nav.item}>
      <GraduationCap size={16} aria-hidden />
      <span>{counted(open.length, 'training to read', 'trainings to read')}</span>
    </Link>
  )
}
