import { resource } from '../../records/resource.ts'
import { type AlertLimits, alertPolicy as entry } from './alert-policy.entry.ts'
import { type SettingRow, SettingScreen } from './setting.tsx'
import { inUnits } from './units.tsx'

const requests = inUnits('request', 'requests')

export const alertPolicy = {
  ...resource<SettingRow<AlertLimits>>(entry)({
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
  at: entry.at,
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
