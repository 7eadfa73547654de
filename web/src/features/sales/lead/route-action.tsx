import { Route } from 'lucide-react'
import type { BulkAction } from '../../../records/resource.ts'

/** Has the rules of assignment say who gets the chosen leads. */
export const routeAction: BulkAction = {
  label: 'Assign by the rules',
  icon: Route,
  permission: 'lead.assign',
  asked: { command: 'lead.route', body: {} },
}
