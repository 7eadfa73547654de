/** Who an account is in its network. */
export interface KnownAs {
  networkId: string
  /** A name and its server. */
  handle: string
  url: string | null
}

/** What somebody has written, as our server tells it. */
export interface FoundStatus {
  networkId: string
  visibility: 'public' | 'unlisted' | 'private' | 'direct'
  handle: string
  /** Whether it is our own. */
  own: boolean
  authorName: string | null
  /** Its words without markup; null: it has none. */
  text: string | null
  url: string | null
  /** ISO 639; null: its writer does not say. */
  language: string | null
  /** ISO-8601 UTC. */
  postedAt: string
}

/** Some of what is new, the oldest first, and where to go on; what it says of that is handed back, and never computed with. */
export interface NewPage {
  items: readonly FoundStatus[]
  seen: string | null
  /** Whether there may be more. */
  more: boolean
}

export interface NewStatus {
  text: string
  visibility: FoundStatus['visibility']
  /** What it answers. */
  replyToId: string | null
  /** By which the network knows it when it is told again, for an hour. */
  key: string
}

/** What came of handing one in. `sure` where it is known that it did not arrive; `until`: before then nothing is taken. */
export type Handed =
  | { is: 'posted'; networkId: string; url: string | null }
  | { is: 'deferred'; reason: string; sure: boolean; until: string | null }
  | { is: 'refused'; reason: string }

/** What others did with a status, and how many follow its writer. */
export interface Counted {
  favourites: number
  reblogs: number
  replies: number
  followers: number
}

/** A social network as an account of ours sees it. @throws NetworkFailed, and Unreachable where its server must not be called. */
export interface SocialNetwork {
  knownAs(): Promise<KnownAs>
  /** What names us, to us alone or for all to see, since what was seen last; null: the newest. */
  toUs(seen: string | null): Promise<NewPage>
  withHashtag(tag: string, seen: string | null): Promise<NewPage>
  withWords(words: string, seen: string | null): Promise<NewPage>
  /** What goes wrong is told, and not thrown. */
  post(status: NewStatus): Promise<Handed>
  /** Undefined: it is there no more. */
  counted(networkId: string): Promise<Counted | undefined>
}

/** A server that could not be reached, or would not have us; `until`: before then it takes nothing (ISO-8601 UTC). */
export class NetworkFailed extends Error {
  override name = 'NetworkFailed'
  readonly until: string | null
  constructor(message: string, until: string | null = null) {
    super(message)
    this.until = until
  }
}
