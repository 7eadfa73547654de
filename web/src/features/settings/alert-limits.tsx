import type { AlertLimits } from '../../api/models.ts'
import { resource } from '../../records/resource.ts'
import { type SettingRow, SettingScreen } from './setting.tsx'
import { inUnits } from './units.tsx'

const requests = inUnits('request', 'requests')

export const alertPolicy = {
  ...resource<SettingRow<AlertLimits>>()({
    model: 'alertPolicy',
    path: 'alert-policies',
    one: 'limits of alerts',
    many: 'limits of alerts',
    title: () => 'limits of alerts',
    fields: [
      {
        key: 'failedSignIns',
        label: 'Refused sign-ins',
        ...inUnits('attempt', 'attempts'),
        hint: 'From one address, within an hour',
      },
      {
        key: 'exports',
        label: 'Exports',
        ...inUnits('export', 'exports'),
        hint: 'By one person within an hour, as all that follow',
      },
      { key: 'recordsRead', label: 'Records read', ...inUnits('record', 'records') },
      { key: 'refusedRequests', label: 'Refused requests', ...requests },
      { key: 'offHoursRequests', label: 'Requests outside working hours', ...requests },
      {
        key: 'calendarId',
        label: 'Working hours',
        kind: 'ref',
        model: 'businessCalendar',
        hint: 'Without a calendar: all but the night, where the organisation is',
      },
    ],
    columns: [],
    sort: '',
    searchable: false,
    change: 'alertPolicy.change',
    empty: '',
  }),
  at: '/settings/alert-policy',
}

/** From when on somebody is told of what may be an attack or a leak (USR-11). */
export function AlertLimitsScreen() {
  return (
    <SettingScreen
      resource={alertPolicy}
      about="How much within an hour raises a security alert. A change holds within a minute."
    />
  )
}
