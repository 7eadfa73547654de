import { activity } from '../../domain/activities/activity.ts'
import { bookingPage } from '../../domain/activities/booking-page.ts'
import { refuse } from '../../domain/error.ts'
import { user } from '../../domain/identity/user.ts'
import { lead } from '../../domain/sales/lead.ts'
import { leadForm } from '../../domain/sales/lead-form.ts'
import { sameName } from '../../domain/values/text.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'

async function inUse<B extends { formId?: string | undefined; hostIds?: readonly string[] | undefined }>(
  body: B,
  asking: Asking,
): Promise<B> {
  await mustExist('bookingPage', body, { formId: leadForm }, asking)
  for (const [index, id] of (body.hostIds ?? []).entries())
    if (!(await asking.load(user, id))?.active)
      refuse('bookingPage.host-unknown', 'There is nobody of that id who works here.', {
        field: `hostIds.${index}`,
      })
  const form = body.formId === undefined ? undefined : await asking.load(leadForm, body.formId)
  const asks = form?.asks.some(({ field, required }) => field === 'email' && required)
  if (form && (form.makes !== 'lead' || !asks))
    refuse('bookingPage.form-unfit', 'The form makes leads, and requires an e-mail address.', {
      field: 'formId',
    })
  return body
}

export const bookingPageCommands = commandsOf(
  bookingPage,
  (prepared) => ({
    'bookingPage.create': {
      summary: 'Make a page on which people choose when to meet one of us',
      ...prepared(bookingPage.commands['bookingPage.create'].schema, inUse),
    },
    'bookingPage.change': {
      summary: 'Change a booking page',
      inverse: asBefore('bookingPage.change'),
      ...prepared(bookingPage.commands['bookingPage.change'], inUse),
    },
    'bookingPage.archive': { summary: 'Switch a booking page off', inverse: by('bookingPage.restore') },
    'bookingPage.restore': { summary: 'Switch a booking page on again', inverse: by('bookingPage.archive') },
    'bookingPage.note-booked': {
      summary: 'Note whom somebody has booked',
      internal: true,
      ...prepared(bookingPage.commands['bookingPage.note-booked'], async (body, asking) => {
        await mustExist('bookingPage', body, { activityId: activity, leadId: lead, hostId: user }, asking)
        return body
      }),
    },
  }),
  { unique: ({ name }) => [{ kind: 'bookingPage-name', value: sameName(name) }] },
)
