import { resource } from '../../records/resource.ts'
import { type SettingRow, SettingScreen } from '../settings/setting.tsx'
import { surveyPolicy as entry, type SurveyRules } from './survey-policy.entry.ts'

export const surveyPolicy = {
  ...resource<SettingRow<SurveyRules>>(entry)({
    title: () => 'rules of surveys',
    fields: [
      {
        key: 'on',
        label: 'Ask about closed tickets',
        kind: 'yes-no',
        hint: 'Nobody is asked as long as no mail server is set up',
      },
      { key: 'delayHours', label: 'After', kind: 'number', unit: 'hours', required: true },
      { key: 'scale', label: 'Best score', kind: 'number', required: true, hint: 'The worst is 1' },
      {
        key: 'remindDays',
        label: 'Ask once more after',
        kind: 'number',
        unit: 'days',
        hint: 'Who has not answered. Left empty: nobody',
      },
      { key: 'openDays', label: 'Can be answered for', kind: 'number', unit: 'days', required: true },
      {
        key: 'quietDays',
        label: 'Not again within',
        kind: 'number',
        unit: 'days',
        required: true,
        hint: 'Whatever ticket it is about',
      },
    ],
    columns: [],
    sort: '',
    searchable: false,
    change: 'surveyPolicy.change',
    empty: '',
  }),
  at: entry.at,
}

/** Whether and how customers are asked about closed tickets (TIC-18). */
export function SurveyRulesScreen() {
  return (
    <SettingScreen
      resource={surveyPolicy}
      about="Whoever asked for something is asked by mail what they think of it. A change holds for tickets that are closed from then on."
    />
  )
}
