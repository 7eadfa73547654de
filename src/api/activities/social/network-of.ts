import type { Execute } from '../../../commands/execute.ts'
import { isSetUp, type SocialAccountState, socialAccount } from '../../../domain/activities/social-account.ts'
import type { MailStore } from '../../../platform/mail/mail-store.ts'
import { mastodon } from '../../../platform/social/mastodon.ts'
import type { SocialNetwork } from '../../../platform/social/network.ts'

export interface NetworkParts {
  execute: Pick<Execute, 'load'>
  mail: { mailStore: Pick<MailStore, 'password'> }
  /** Whether what people name may be on one's own network; it is one answer for all of it. */
  privateWebhooks: boolean
}

/** The network as one of our accounts sees it; undefined: that is not set up. */
export async function networkOf(
  socialAccountId: string,
  { execute, mail, privateWebhooks }: NetworkParts,
): Promise<{ network: SocialNetwork; own: SocialAccountState } | undefined> {
  const own = await execute.load(socialAccount, socialAccountId)
  if (!isSetUp(own)) return undefined
  const token = await mail.mailStore.password(socialAccountId, own.secretId)
  if (token === undefined) return undefined
  const reach = privateWebhooks ? 'anywhere' : 'world'
  return { network: mastodon({ server: own.server, token, reach }), own }
}
