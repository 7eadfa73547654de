import { z } from 'zod'
import { conflict } from '../../domain/error.ts'
import type { Asking } from '../command.ts'
import { by } from '../inverse.ts'
import { mustBeReachable } from './channels.ts'
import { portalRulesNow } from './portal-policy.ts'

/** Who gets in is decided by staff; what only whoever is in does is no command that anybody else could send. */
export const portalAccessCommands = {
  'contact.invite-to-portal': {
    summary: 'Invite a contact to the portal by a mail with a link; once more: another link',
    inverse: by('contact.revoke-portal-access'),
    body: z.object({}),
    async prepare(body: Record<string, never>, asking: Asking) {
      if (!(await portalRulesNow(asking)).on)
        conflict(
          'contact.portal-off',
          'The portal is switched off; an administrator switches it on in the settings.',
        )
      await mustBeReachable([{ model: 'contact', id: asking.id }], 'email', asking)
      return body
    },
  },
  'contact.revoke-portal-access': {
    summary: 'End the access of a contact to the portal: sessions, links and password',
  },
  'contact.request-portal-link': { summary: 'Ask for a link to sign in to the portal', internal: true },
  'contact.send-portal-link': { summary: 'Note that a link to the portal went out', internal: true },
  'contact.sign-in-to-portal': { summary: 'Sign in to the portal', internal: true },
  'contact.set-portal-password': { summary: 'Set the own password for the portal', internal: true },
} as const
