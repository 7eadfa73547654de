import { resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'
import { TrainingPage } from './training/page.tsx'
import { PeopleCount, PeopleInput } from './training/people.tsx'
import { training as entry, type Training } from './training.entry.ts'

export const training = resource<Training>(entry)({
  title: ({ title }) => title,
  state: ({ withdrawn, open }) =>
    withdrawn ? <Tag>Withdrawn</Tag> : open === 0 && <Tag tone="good">Acknowledged by all</Tag>,
  fields: [
    { key: 'title', label: 'Title', kind: 'text', required: true, sortable: true },
    { key: 'dueOn', label: 'Due on', kind: 'date', required: true, sortable: true, width: 120 },
    { key: 'open', label: 'Not acknowledged', kind: 'number', fixed: true, sortable: true, width: 140 },
    {
      key: 'userIds',
      label: 'Assigned to',
      kind: 'own',
      Show: PeopleCount,
      Input: PeopleInput,
      required: true,
      width: 130,
    },
    { key: 'text', label: 'What is to be known', kind: 'long-text', required: true },
  ],
  columns: ['dueOn', 'open', 'userIds'],
  sort: '-dueOn',
  searchable: true,
  empty: 'A training is something about security that people read and acknowledge by a day.',
  Page: ({ id }) => <TrainingPage resource={training} id={id} />,
})
