// Generated from the OpenAPI document. `npx vitest run tests/web/api-types.test.ts -u` makes it anew.

export interface Replies {
  /** Who read what, searched for what, took what out, and what was refused; newest first */
  "/access-log": {
    "items": ({
      "n": number
      "at": string
      "actor": {
        "id": string
        "kind": string
        "name": string
        "roles": (string)[]
      }
      "via": string
      "kind": string
      "model": string | null
      "records": (string)[]
      "count": number
      "what": string
      "parameters": (string)[]
      "asOf": string | null
      "requestId": string
      "ip": string | null
      "userAgent": string | null
    })[]
    "next": string | null
  }
  /** Whose records somebody was shown in a period: what to report after a breach of their account */
  "/access-log/touched": {
    "items": ({
      "times": number
      "first": string
      "last": string
      "kinds": (string)[]
      "model": string
      "recordId": string
    })[]
    "wholesale": ({
      "n": number
      "at": string
      "kind": string
      "model": string | null
      "what": string
    })[]
    "next": string | null
  }
  /** Who viewed a record: by itself, in its history, in a list, a search or an export */
  "/access-log/viewers": {
    "items": ({
      "times": number
      "first": string
      "last": string
      "kinds": (string)[]
      "actorId": string
      "name": string
    })[]
  }
  /** Every event of one record: who, when, why, before and after */
  "/access-seals/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Who could see a record at an instant, by the rights of then, and who did see it up to then */
  "/access/effective": {
    "at": string
    "could": ({
      "userId": string
      "name": string
      "role": string
      "through": ({
        "kind": "everyone" | "role" | "owner" | "member" | "team" | "queue" | "share"
        "key": string
        "text": string
      })[]
    })[]
    "did": ({
      "actorId": string
      "name": string
      "times": number
      "first": string
      "last": string
      "kinds": (string)[]
    })[]
  }
  /** Every permission there is, and the fields of each model: what a role can be made of */
  "/access/vocabulary": {
    "permissions": (string)[]
    "models": ({
      "name": string
      "fields": (string)[]
    })[]
  }
  /** Why can or can’t I see this? On behalf of others with the permission access.read */
  "/access/why": {
    "userId": string
    "sees": boolean
    "permission": {
      "needed": string
      "held": boolean
    }
    "through": ({
      "kind": "everyone" | "role" | "owner" | "member" | "team" | "queue" | "share"
      "key": string
      "text": string
    })[]
    "missing": (string)[]
  }
  /** Accounts by name, owner, sector and relation */
  "/accounts": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "name"?: string
      "sector"?: string | null
      "website"?: string | null
      "yearEstablished"?: number | null
      "revenue"?: {
        "amount": number
        "currency": string
      } | null
      "employees"?: number | null
      "country"?: string | null
      "parentId"?: string | null
      "ownerId"?: string | null
      "relation"?: "customer" | "prospect" | "partner" | "vendor"
      "leadId"?: string | null
      "archived"?: boolean
      "parentName"?: string | null
      "ownerName"?: string | null
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/accounts/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "name"?: string
    "sector"?: string | null
    "website"?: string | null
    "yearEstablished"?: number | null
    "revenue"?: {
      "amount": number
      "currency": string
    } | null
    "employees"?: number | null
    "country"?: string | null
    "parentId"?: string | null
    "ownerId"?: string | null
    "relation"?: "customer" | "prospect" | "partner" | "vendor"
    "leadId"?: string | null
    "archived"?: boolean
    "parentName"?: string | null
    "ownerName"?: string | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/accounts/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Commands of sagas that were refused and that nothing answers */
  "/admin/dead-letters": {
    "items": ({
      "id": string
      "saga": string
      "key": string
      "command": string
      "code": string
      "message": string
      "attempts": number
      "at": string
    })[]
  }
  /** The packages of others that are installed here, with version, licence and since when */
  "/admin/packages": {
    "items": ({
      "name": string
      "version": string
      "licence": string | null
      "development": boolean
      "installedAt": string | null
    })[]
    "registry": string | null
  }
  /** Events that are set aside: for which projection or saga, when, by whom and why */
  "/admin/quarantine": {
    "items": ({
      "eventId": string
      "type": string
      "stream": string
      "position": number
      "model": string
      "error": string
      "reason": string
      "at": string
      "actorId": string
    })[]
  }
  /** Every event of one record: who, when, why, before and after */
  "/alert-policies/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** All API keys there are and were */
  "/api-keys": {
    "items": ({
      "id": string
      "ownerId": string
      "name": string
      "prefix": string
      "scopes": (string)[]
      "createdAt": string
      "expiresAt": string
      "revokedAt": string | null
      "usedAt": string | null
      "usedFrom": string | null
    })[]
  }
  /** Every event of one record: who, when, why, before and after */
  "/api-keys/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** What was done: by person, record, period, kind and field changed; newest first */
  "/audit": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
      "aggregate": string
      "aggregateId": string
      "roles": (string)[]
      "onBehalfOf": string | null
      "ip": string | null
      "userAgent": string | null
    })[]
    "hidden": number
    "next": string | null
  }
  /** Business calendars */
  "/business-calendars": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "timeZone"?: string
      "weekly"?: ({
        "day": number
        "from": string
        "to": string | "24:00"
      })[]
      "holidays"?: (string)[]
      "name"?: string
      "version"?: number
      "archived"?: boolean
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/business-calendars/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "timeZone"?: string
    "weekly"?: ({
      "day": number
      "from": string
      "to": string | "24:00"
    })[]
    "holidays"?: (string)[]
    "name"?: string
    "version"?: number
    "archived"?: boolean
  }
  /** Every event of one record: who, when, why, before and after */
  "/business-calendars/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Contacts by name, e-mail, account and owner */
  "/contacts": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "name"?: {
        "first": string | null
        "last": string
      }
      "email"?: string | null
      "phone"?: string | null
      "title"?: string | null
      "accountId"?: string | null
      "ownerId"?: string | null
      "leadId"?: string | null
      "archived"?: boolean
      "accountName"?: string | null
      "ownerName"?: string | null
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/contacts/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "name"?: {
      "first": string | null
      "last": string
    }
    "email"?: string | null
    "phone"?: string | null
    "title"?: string | null
    "accountId"?: string | null
    "ownerId"?: string | null
    "leadId"?: string | null
    "archived"?: boolean
    "accountName"?: string | null
    "ownerName"?: string | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/contacts/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** How a person’s record stands, and which other records are about them */
  "/contacts/{id}/privacy": {
    "restricted": boolean
    "erased": boolean
    "holds": (string)[]
    "consents": ({
      "purpose": string
      "channel": string
      "source": string
      "textVersion": string
      "givenAt": string
      "withdrawnAt": string | null
    })[]
    "records": ({
      "aggregate": string
      "id": string
    })[]
  }
  /** The fields and related records of each model that criteria can be about, and what can be asked of them */
  "/criteria": {
    "models": ({
      "name": string
      "fields": ({
        "name": string
        "kind": "text" | "texts" | "choice" | "number" | "money" | "day" | "instant" | "yes-no" | "record"
        "operators": (string)[]
        "options"?: (string)[]
        "model"?: string
      })[]
      "related": ({
        "name": string
        "model": string
      })[]
    })[]
  }
  /** Every event of one record: who, when, why, before and after */
  "/disclosures/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** An event as the tree holds it, with its proof against the newest checkpoint */
  "/events/{id}/proof": {
    "event": string
    "index": number
    "size": number
    "leafHash": string
    "proof": (string)[]
    "leaf": string
    "checkpoint": string
    "key": string
  }
  /** Why an event happened: the chain of causes to the root, where its record came from, and what followed */
  "/events/{id}/why": {
    "chain": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
      "aggregate": string
      "aggregateId": string
    })[]
    "origin": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
      "aggregate": string
      "aggregateId": string
    })[]
    "followed": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
      "aggregate": string
      "aggregateId": string
    })[]
    "hidden": number
  }
  /** What a period will bring: won, committed, weighted and best case, by owner, month or team */
  "/forecast": {
    "from": string
    "to": string
    "groupBy": string
    "method": string
    "groups": ({
      "key": string
      "name": string
      "totals": ({
        "currency": string
        "count": number
        "won": number | null
        "committed": number | null
        "weighted": number | null
        "bestCase": number | null
      })[]
    })[]
    "totals": ({
      "currency": string
      "count": number
      "won": number | null
      "committed": number | null
      "weighted": number | null
      "bestCase": number | null
    })[]
  }
  /** The pages of help that have all these words; all of them without */
  "/help": {
    "items": ({
      "screen": string
      "title": string
      "excerpt": string
    })[]
  }
  /** The page of help for a screen */
  "/help/{screen}": {
    "screen": string
    "title": string
    "text": string
  }
  /** Every event of one record: who, when, why, before and after */
  "/inboxes/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Jobs that run or have ended since the last start, newest first */
  "/jobs": {
    "items": ({
      "id": string
      "kind": string
      "ownerId": string
      "state": "running" | "done" | "failed" | "cancelled"
      "done": number
      "total": number | null
      "startedAt": string
      "endedAt": string | null
      "result": unknown
      "error": string | null
    })[]
  }
  /** How far a job has got */
  "/jobs/{id}": {
    "id": string
    "kind": string
    "ownerId": string
    "state": "running" | "done" | "failed" | "cancelled"
    "done": number
    "total": number | null
    "startedAt": string
    "endedAt": string | null
    "result": unknown
    "error": string | null
  }
  /** Leads by status, owner, source and heat */
  "/leads": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "name"?: {
        "first": string | null
        "last": string
      }
      "email"?: string | null
      "phone"?: string | null
      "company"?: string | null
      "source"?: string
      "country"?: string | null
      "productInterest"?: string | null
      "ownerId"?: string | null
      "status"?: "new" | "working" | "qualified" | "disqualified" | "converted"
      "score"?: number
      "heat"?: "hot" | "warm" | "cold"
      "scoreReasons"?: ({
        "points": number
        "reason": string
      })[]
      "scoreRuleVersion"?: number
      "qualification"?: {
        "budget": string | null
        "authority": string | null
        "need": string | null
        "timeline": string | null
      }
      "disqualifiedReason"?: string | null
      "converting"?: boolean
      "conversionError"?: string | null
      "converted"?: {
        "accountId": string | null
        "contactId": string
        "opportunityId": string
      } | null
      "ownerName"?: string | null
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/leads/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "name"?: {
      "first": string | null
      "last": string
    }
    "email"?: string | null
    "phone"?: string | null
    "company"?: string | null
    "source"?: string
    "country"?: string | null
    "productInterest"?: string | null
    "ownerId"?: string | null
    "status"?: "new" | "working" | "qualified" | "disqualified" | "converted"
    "score"?: number
    "heat"?: "hot" | "warm" | "cold"
    "scoreReasons"?: ({
      "points": number
      "reason": string
    })[]
    "scoreRuleVersion"?: number
    "qualification"?: {
      "budget": string | null
      "authority": string | null
      "need": string | null
      "timeline": string | null
    }
    "disqualifiedReason"?: string | null
    "converting"?: boolean
    "conversionError"?: string | null
    "converted"?: {
      "accountId": string | null
      "contactId": string
      "opportunityId": string
    } | null
    "ownerName"?: string | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/leads/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** How a person’s record stands, and which other records are about them */
  "/leads/{id}/privacy": {
    "restricted": boolean
    "erased": boolean
    "holds": (string)[]
    "consents": ({
      "purpose": string
      "channel": string
      "source": string
      "textVersion": string
      "givenAt": string
      "withdrawnAt": string | null
    })[]
    "records": ({
      "aggregate": string
      "id": string
    })[]
  }
  /** Signed checkpoints, newest first */
  "/log/checkpoints": {
    "items": ({
      "size": number
      "note": string
      "signedAt": string
    })[]
  }
  /** Where an operator went on with an older log, with the checkpoints that it contradicts; oldest first */
  "/log/divergences": {
    "items": ({
      "acceptedAt": string
      "acceptedBy": string
      "position": number | null
      "size": number
      "sizeBefore": number
      "contradicted": number
      "checkpoints": ({
        "size": number
        "note": string
        "signedAt": string
      })[]
    })[]
  }
  /** The public key that checkpoints are signed with, and those of former times */
  "/log/key": {
    "key": string
    "keys": ({
      "verifier": string
      "since": string
    })[]
  }
  /** The proof that the tree of one size is the beginning of that of another */
  "/log/proof/consistency": {
    "from": number
    "to": number
    "proof": (string)[]
  }
  /** The proof that an event is in the tree of a size, by default that of the newest checkpoint */
  "/log/proof/inclusion": {
    "event": string
    "index": number
    "size": number
    "leafHash": string
    "proof": (string)[]
  }
  /** Who is signed in, and what they may do */
  "/me": {
    "id": string
    "name": string
    "email": string
    "role": string
    "teamId": string | null
    "phone": string | null
    "photo": string | null
    "language": string
    "timeZone": string
    "secondFactor": boolean
    "may": (string)[]
    "seesAll": (string)[]
    "hidden": Record<string, (string)[]>
    "readOnly": Record<string, (string)[]>
  }
  /** The own API keys, with when and from where they were last used */
  "/me/api-keys": {
    "items": ({
      "id": string
      "ownerId": string
      "name": string
      "prefix": string
      "scopes": (string)[]
      "createdAt": string
      "expiresAt": string
      "revokedAt": string | null
      "usedAt": string | null
      "usedFrom": string | null
    })[]
  }
  /** The layout of the own dashboard */
  "/me/dashboard": {
    "dashboard": ({
      "id": string
      "x": number
      "y": number
      "width": number
      "height": number
      "settings": Record<string, string>
    })[]
  }
  /** What one is told of, newest first */
  "/me/notices": {
    "items": ({
      "id": string
      "kind": "account.assigned" | "lead.assigned" | "opportunity.assigned" | "quote.accepted" | "quote.rejected" | "ticket.assigned" | "ticket.escalated" | "share.granted" | "training.assigned"
      "title": string
      "at": string
      "position": string
      "unread": boolean
      "actor": {
        "id": string
        "name": string
      } | null
      "record": {
        "model": string
        "id": string
        "name": string
      } | null
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** What one can be told of, and whether mails are sent at all */
  "/me/notices/kinds": {
    "mails": boolean
    "items": ({
      "kind": "account.assigned" | "lead.assigned" | "opportunity.assigned" | "quote.accepted" | "quote.rejected" | "ticket.assigned" | "ticket.escalated" | "share.granted" | "training.assigned"
      "title": string
    })[]
  }
  /** How much of what one is told of is unread (at most 100) */
  "/me/notices/unread": {
    "unread": number
  }
  /** What a new user may want to do first, as far as they have done it */
  "/me/onboarding": {
    "dismissed": boolean
    "done": boolean
    "steps": ({
      "step": "complete-profile" | "add-second-factor" | "add-contact" | "open-deal"
      "done": boolean
    })[]
  }
  /** The own preferences: formats, start page, columns, saved views, notices, dashboard */
  "/me/preferences": {
    "locale": string | null
    "dateFormat": "locale" | "iso" | "day-first" | "month-first"
    "startPage": string
    "columns": Record<string, (string)[]>
    "savedViews": ({
      "id": string
      "list": string
      "name": string
      "filters": Record<string, string>
      "columns"?: (string)[]
      "sort"?: string
      "isDefault": boolean
    })[]
    "notifications": Record<string, {
        "inApp": boolean
        "email": boolean
      }>
    "mails"?: "each" | "daily"
    "dashboard": ({
      "id": string
      "x": number
      "y": number
      "width": number
      "height": number
      "settings": Record<string, string>
    })[]
    "onboardingDismissed": boolean
  }
  /** Whether there is a second factor, and how many recovery codes are left */
  "/me/second-factor": {
    "enabled": boolean
    "required": boolean
    "recoveryCodesLeft": number
  }
  /** The own sessions that are open, with address and browser */
  "/me/sessions": {
    "items": ({
      "id": string
      "createdAt": string
      "authenticatedAt": string
      "seenAt": string
      "expiresAt": string
      "ip": string | null
      "userAgent": string | null
      "current": boolean
    })[]
  }
  /** What one has asked for help with, how it stands and what was answered */
  "/me/support": {
    "items": ({
      "id": string
      "number": string
      "subject": string
      "status": "new" | "open" | "pending" | "resolved" | "closed"
      "createdAt": string
      "updatedAt": string
      "answers": ({
        "at": string
        "body": string
      })[]
    })[]
  }
  /** What one is to read and acknowledge, what is open first */
  "/me/trainings": {
    "items": ({
      "id": string
      "title": string
      "text": string
      "dueOn": string
      "acknowledgedAt": string | null
      "overdue": boolean
    })[]
  }
  /** Every event of one record: who, when, why, before and after */
  "/notice-mails/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Opportunities by owner, stage, status, account and close date */
  "/opportunities": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "name"?: string
      "accountId"?: string | null
      "contactId"?: string | null
      "productId"?: string | null
      "leadId"?: string | null
      "ownerId"?: string
      "pipelineId"?: string
      "stageId"?: string
      "stageName"?: string
      "stageSince"?: string
      "stagesVisited"?: (string)[]
      "probability"?: number
      "probabilityOverridden"?: boolean
      "amount"?: {
        "amount": number
        "currency": string
      } | null
      "closeDate"?: string | null
      "status"?: "open" | "won" | "lost"
      "lostReason"?: string | null
      "closedAt"?: string | null
      "accountName"?: string | null
      "contactName"?: string | null
      "ownerName"?: string | null
      "productName"?: string | null
      "pipelineName"?: string | null
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/opportunities/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "name"?: string
    "accountId"?: string | null
    "contactId"?: string | null
    "productId"?: string | null
    "leadId"?: string | null
    "ownerId"?: string
    "pipelineId"?: string
    "stageId"?: string
    "stageName"?: string
    "stageSince"?: string
    "stagesVisited"?: (string)[]
    "probability"?: number
    "probabilityOverridden"?: boolean
    "amount"?: {
      "amount": number
      "currency": string
    } | null
    "closeDate"?: string | null
    "status"?: "open" | "won" | "lost"
    "lostReason"?: string | null
    "closedAt"?: string | null
    "accountName"?: string | null
    "contactName"?: string | null
    "ownerName"?: string | null
    "productName"?: string | null
    "pipelineName"?: string | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/opportunities/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Orders by account, opportunity, quote and owner */
  "/orders": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "number"?: string
      "quoteId"?: string
      "opportunityId"?: string
      "accountId"?: string | null
      "ownerId"?: string
      "status"?: "placed"
      "currency"?: string
      "lines"?: ({
        "productId": string | null
        "description": string
        "quantity": number
        "unitPrice": {
          "amount": number
          "currency": string
        }
        "listPrice": {
          "amount": number
          "currency": string
        } | null
        "discountPercent": number
        "taxPercent": number
        "net": {
          "amount": number
          "currency": string
        }
        "discount": {
          "amount": number
          "currency": string
        }
      })[]
      "lineCount"?: number
      "totals"?: {
        "net": {
          "amount": number
          "currency": string
        }
        "discount": {
          "amount": number
          "currency": string
        }
        "tax": {
          "amount": number
          "currency": string
        }
        "gross": {
          "amount": number
          "currency": string
        }
        "taxes": ({
          "percent": number
          "net": {
            "amount": number
            "currency": string
          }
          "tax": {
            "amount": number
            "currency": string
          }
        })[]
      }
      "gross"?: {
        "amount": number
        "currency": string
      }
      "placedAt"?: string
      "quoteName"?: string | null
      "opportunityName"?: string | null
      "accountName"?: string | null
      "ownerName"?: string | null
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/orders/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "number"?: string
    "quoteId"?: string
    "opportunityId"?: string
    "accountId"?: string | null
    "ownerId"?: string
    "status"?: "placed"
    "currency"?: string
    "lines"?: ({
      "productId": string | null
      "description": string
      "quantity": number
      "unitPrice": {
        "amount": number
        "currency": string
      }
      "listPrice": {
        "amount": number
        "currency": string
      } | null
      "discountPercent": number
      "taxPercent": number
      "net": {
        "amount": number
        "currency": string
      }
      "discount": {
        "amount": number
        "currency": string
      }
    })[]
    "lineCount"?: number
    "totals"?: {
      "net": {
        "amount": number
        "currency": string
      }
      "discount": {
        "amount": number
        "currency": string
      }
      "tax": {
        "amount": number
        "currency": string
      }
      "gross": {
        "amount": number
        "currency": string
      }
      "taxes": ({
        "percent": number
        "net": {
          "amount": number
          "currency": string
        }
        "tax": {
          "amount": number
          "currency": string
        }
      })[]
    }
    "gross"?: {
      "amount": number
      "currency": string
    }
    "placedAt"?: string
    "quoteName"?: string | null
    "opportunityName"?: string | null
    "accountName"?: string | null
    "ownerName"?: string | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/orders/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/organisations/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** The board of a pipeline: its stages with count, sum, weighted sum and first deals */
  "/pipeline": {
    "pipeline": {
      "id": string
      "name"?: string
      "currency"?: string
    }
    "stages": ({
      "id": string
      "name"?: string
      "kind": "open" | "won" | "lost"
      "probability"?: number | null
      "count": number
      "amounts": ({
        "amount"?: number | null
        "currency"?: string
        "weighted": number | null
      })[]
      "cards": ({
        "id": string
        "revision": number
        "position": number
        "createdAt": string
        "updatedAt": string
        "incomplete"?: boolean
        "name"?: string
        "accountId"?: string | null
        "contactId"?: string | null
        "productId"?: string | null
        "leadId"?: string | null
        "ownerId"?: string
        "pipelineId"?: string
        "stageId"?: string
        "stageName"?: string
        "stageSince"?: string
        "stagesVisited"?: (string)[]
        "probability"?: number
        "probabilityOverridden"?: boolean
        "amount"?: {
          "amount": number
          "currency": string
        } | null
        "closeDate"?: string | null
        "status"?: "open" | "won" | "lost"
        "lostReason"?: string | null
        "closedAt"?: string | null
        "accountName"?: string | null
        "ownerName"?: string | null
      })[]
    })[]
  }
  /** What changed the open pipeline between two instants: new, won, lost, larger, smaller, slipped */
  "/pipeline/diff": {
    "from": string
    "to": string
    "walks": ({
      "currency"?: string
      "start": {
        "count": number
        "amount"?: {
          "amount": number | null
          "currency": string
        }
      }
      "steps": ({
        "kind": "new" | "reopened" | "increased" | "decreased" | "won" | "lost" | "gone"
        "count": number
        "amount"?: {
          "amount": number | null
          "currency": string
        }
      })[]
      "end": {
        "count": number
        "amount"?: {
          "amount": number | null
          "currency": string
        }
      }
      "residual": {
        "amount"?: number | null
        "currency"?: string
      }
      "slipped": {
        "count": number
        "amount"?: {
          "amount": number | null
          "currency": string
        }
      }
    })[]
  }
  /** How many opportunities are open, won and lost, and what they are worth in each currency */
  "/pipeline/summary": {
    "open": {
      "count": number
      "amounts": ({
        "amount"?: number | null
        "currency"?: string
      })[]
    }
    "won": {
      "count": number
      "amounts": ({
        "amount"?: number | null
        "currency"?: string
      })[]
    }
    "lost": {
      "count": number
      "amounts": ({
        "amount"?: number | null
        "currency"?: string
      })[]
    }
  }
  /** Pipelines with their stages */
  "/pipelines": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "name"?: string
      "currency"?: string
      "isDefault"?: boolean
      "stages"?: ({
        "id": string
        "name": string
        "probability": number
        "kind": "open" | "won" | "lost"
      })[]
      "archived"?: boolean
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/pipelines/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "name"?: string
    "currency"?: string
    "isDefault"?: boolean
    "stages"?: ({
      "id": string
      "name": string
      "probability": number
      "kind": "open" | "won" | "lost"
    })[]
    "archived"?: boolean
  }
  /** Every event of one record: who, when, why, before and after */
  "/pipelines/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/preferences/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** What people asked for by right, and what came of it; each has a signed receipt */
  "/privacy-requests": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "kind"?: "access" | "portability" | "restriction" | "lifting" | "erasure"
      "ground"?: "person" | "retention" | "removal"
      "subjectType"?: string
      "subjectId"?: string
      "records"?: ({
        "aggregate": string
        "id": string
      })[]
      "requestedBy"?: string
      "completedAt"?: string | null
      "keys"?: number
      "unsealed"?: number
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/privacy-requests/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "kind"?: "access" | "portability" | "restriction" | "lifting" | "erasure"
    "ground"?: "person" | "retention" | "removal"
    "subjectType"?: string
    "subjectId"?: string
    "records"?: ({
      "aggregate": string
      "id": string
    })[]
    "requestedBy"?: string
    "completedAt"?: string | null
    "keys"?: number
    "unsealed"?: number
  }
  /** Every event of one record: who, when, why, before and after */
  "/privacy-requests/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** What the retention rules would erase now; nothing is erased */
  "/privacy/retention": {
    "items": ({
      "rule": {
        "id": string
        "name": string
        "kind": string
        "days": number
      }
      "count": number
      "records": ({
        "aggregate": string
        "id": string
      })[]
    })[]
  }
  /** Products by name, code and group */
  "/products": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "name"?: string
      "code"?: string
      "group"?: string | null
      "price"?: {
        "amount": number
        "currency": string
      }
      "archived"?: boolean
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/products/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "name"?: string
    "code"?: string
    "group"?: string | null
    "price"?: {
      "amount": number
      "currency": string
    }
    "archived"?: boolean
  }
  /** Every event of one record: who, when, why, before and after */
  "/products/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/quarantine/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Quotes by opportunity, account, owner and status */
  "/quotes": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "number"?: string
      "version"?: number
      "replacesId"?: string | null
      "replacedById"?: string | null
      "opportunityId"?: string
      "accountId"?: string | null
      "ownerId"?: string
      "orderId"?: string | null
      "status"?: "draft" | "sent" | "accepted" | "rejected" | "expired" | "replaced"
      "currency"?: string
      "lines"?: ({
        "productId": string | null
        "description": string
        "quantity": number
        "unitPrice": {
          "amount": number
          "currency": string
        }
        "listPrice": {
          "amount": number
          "currency": string
        } | null
        "discountPercent": number
        "taxPercent": number
        "net": {
          "amount": number
          "currency": string
        }
        "discount": {
          "amount": number
          "currency": string
        }
      })[]
      "lineCount"?: number
      "totals"?: {
        "net": {
          "amount": number
          "currency": string
        }
        "discount": {
          "amount": number
          "currency": string
        }
        "tax": {
          "amount": number
          "currency": string
        }
        "gross": {
          "amount": number
          "currency": string
        }
        "taxes": ({
          "percent": number
          "net": {
            "amount": number
            "currency": string
          }
          "tax": {
            "amount": number
            "currency": string
          }
        })[]
      }
      "gross"?: {
        "amount": number
        "currency": string
      }
      "validUntil"?: string
      "sentAt"?: string | null
      "answeredAt"?: string | null
      "rejectedReason"?: string | null
      "opportunityName"?: string | null
      "accountName"?: string | null
      "ownerName"?: string | null
      "orderName"?: string | null
      "replacesName"?: string | null
      "replacedByName"?: string | null
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/quotes/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "number"?: string
    "version"?: number
    "replacesId"?: string | null
    "replacedById"?: string | null
    "opportunityId"?: string
    "accountId"?: string | null
    "ownerId"?: string
    "orderId"?: string | null
    "status"?: "draft" | "sent" | "accepted" | "rejected" | "expired" | "replaced"
    "currency"?: string
    "lines"?: ({
      "productId": string | null
      "description": string
      "quantity": number
      "unitPrice": {
        "amount": number
        "currency": string
      }
      "listPrice": {
        "amount": number
        "currency": string
      } | null
      "discountPercent": number
      "taxPercent": number
      "net": {
        "amount": number
        "currency": string
      }
      "discount": {
        "amount": number
        "currency": string
      }
    })[]
    "lineCount"?: number
    "totals"?: {
      "net": {
        "amount": number
        "currency": string
      }
      "discount": {
        "amount": number
        "currency": string
      }
      "tax": {
        "amount": number
        "currency": string
      }
      "gross": {
        "amount": number
        "currency": string
      }
      "taxes": ({
        "percent": number
        "net": {
          "amount": number
          "currency": string
        }
        "tax": {
          "amount": number
          "currency": string
        }
      })[]
    }
    "gross"?: {
      "amount": number
      "currency": string
    }
    "validUntil"?: string
    "sentAt"?: string | null
    "answeredAt"?: string | null
    "rejectedReason"?: string | null
    "opportunityName"?: string | null
    "accountName"?: string | null
    "ownerName"?: string | null
    "orderName"?: string | null
    "replacesName"?: string | null
    "replacedByName"?: string | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/quotes/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** How long records of each kind are kept */
  "/retention-rules": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "name"?: string
      "kind"?: "contact" | "lead" | "ticket"
      "days"?: number
      "archived"?: boolean
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/retention-rules/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "name"?: string
    "kind"?: "contact" | "lead" | "ticket"
    "days"?: number
    "archived"?: boolean
  }
  /** Every event of one record: who, when, why, before and after */
  "/retention-rules/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Roles, and what they let their holders do and see */
  "/roles": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "name"?: string
      "builtIn"?: string | null
      "may"?: (string)[]
      "seesAll"?: (string)[]
      "seesMembers"?: boolean
      "queues"?: (string)[]
      "hidden"?: Record<string, (string)[]>
      "readOnly"?: Record<string, (string)[]>
      "archived"?: boolean
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/roles/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "name"?: string
    "builtIn"?: string | null
    "may"?: (string)[]
    "seesAll"?: (string)[]
    "seesMembers"?: boolean
    "queues"?: (string)[]
    "hidden"?: Record<string, (string)[]>
    "readOnly"?: Record<string, (string)[]>
    "archived"?: boolean
  }
  /** Every event of one record: who, when, why, before and after */
  "/roles/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Alerts of what may be an attack or a leak, with everything that was done in their time */
  "/security-alerts": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "kind"?: "failed-sign-ins" | "mass-export" | "mass-reading" | "refused-access" | "off-hours" | "projection-stopped"
      "subject"?: string | null
      "actorId"?: string | null
      "ip"?: string | null
      "from"?: string
      "to"?: string
      "count"?: number
      "limit"?: number
      "status"?: "open" | "acknowledged" | "closed"
      "verdict"?: string | null
      "note"?: string | null
      "links": {
        "audit": string
        "accessLog": string
      } | null
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/security-alerts/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "kind"?: "failed-sign-ins" | "mass-export" | "mass-reading" | "refused-access" | "off-hours" | "projection-stopped"
    "subject"?: string | null
    "actorId"?: string | null
    "ip"?: string | null
    "from"?: string
    "to"?: string
    "count"?: number
    "limit"?: number
    "status"?: "open" | "acknowledged" | "closed"
    "verdict"?: string | null
    "note"?: string | null
    "links": {
      "audit": string
      "accessLog": string
    } | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/security-alerts/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** What was looked at for known weaknesses and security headers, when, and what was found */
  "/security-checks": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "kind"?: "packages" | "headers"
      "looked"?: number
      "findings"?: ({
        "severity": "critical" | "high" | "moderate" | "low" | "info"
        "subject": string
        "text": string
        "url": string | null
      })[]
      "failure"?: string | null
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/security-checks/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "kind"?: "packages" | "headers"
    "looked"?: number
    "findings"?: ({
      "severity": "critical" | "high" | "moderate" | "low" | "info"
      "subject": string
      "text": string
      "url": string | null
    })[]
    "failure"?: string | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/security-checks/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Sign-ins by user and time, with address and browser */
  "/sessions": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "userId"?: string
      "begunAt"?: string
      "endedAt"?: string | null
      "cause"?: string | null
      "ip"?: string | null
      "userAgent"?: string | null
      "factors"?: (string)[]
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/sessions/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** How much within an hour raises an alert, and what counts as off-hours; its history is that of `id` */
  "/settings/alert-policy": {
    "failedSignIns": number
    "exports": number
    "recordsRead": number
    "refusedRequests": number
    "offHoursRequests": number
    "calendarId": string | null
    "id": string
    "revision": number | null
    "createdAt": string | null
    "updatedAt": string | null
  }
  /** The own organisation, as it stands on a day; today unless told */
  "/settings/organisation": {
    "legalName": string
    "address": {
      "lines": (string)[]
      "postalCode": string | null
      "city": string
      "country": string
    } | null
    "taxId": string | null
    "logo": string | null
    "baseCurrency": string
    "fiscalYearStart": number
    "timeZone": string
    "from": string
    "id": string
    "revision": number | null
    "createdAt": string | null
    "updatedAt": string | null
    "planned": string | null
  }
  /** The rules of signing in, of sessions, passwords and keys; their history is that of `id` */
  "/settings/sign-in-policy": {
    "sessionIdleMinutes": number
    "sessionLifetimeHours": number
    "reauthenticateMinutes": number
    "secondFactorRoles": (string)[]
    "passwordLength": number
    "passwordDifferent": number
    "passwordRefusesKnown": boolean
    "passwordRefusesOwnName": boolean
    "apiKeyDays": number
    "id": string
    "revision": number | null
    "createdAt": string | null
    "updatedAt": string | null
  }
  /** What was shared with whom, by whom, until when */
  "/shares": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "model"?: string
      "recordId"?: string
      "grantee"?: "user" | "team"
      "granteeId"?: string
      "level"?: "read" | "write"
      "reason"?: string
      "expiresAt"?: string | null
      "grantedBy"?: string
      "revokedAt"?: string | null
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/shares/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "model"?: string
    "recordId"?: string
    "grantee"?: "user" | "team"
    "granteeId"?: string
    "level"?: "read" | "write"
    "reason"?: string
    "expiresAt"?: string | null
    "grantedBy"?: string
    "revokedAt"?: string | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/shares/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/sign-in-policies/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** The ways to sign in: by password, and by a provider where one is configured */
  "/sign-in/ways": {
    "password": true
    "oidc": {
      "name": string
      "url": string
    } | null
  }
  /** Refused sign-ins, counted by hour, address and user; those that succeeded are sessions */
  "/sign-ins/refused": {
    "items": ({
      "hour": string
      "ip": string
      "userId": string | null
      "attempts": number
      "lastAt": string
    })[]
  }
  /** Service level policies */
  "/sla-policies": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "name"?: string
      "calendarId"?: string
      "targets"?: {
        "low": {
          "responseMinutes": number
          "resolutionMinutes": number
        }
        "normal": {
          "responseMinutes": number
          "resolutionMinutes": number
        }
        "high": {
          "responseMinutes": number
          "resolutionMinutes": number
        }
        "urgent": {
          "responseMinutes": number
          "resolutionMinutes": number
        }
      }
      "escalateTo"?: {
        "teamId": string | null
        "userId": string | null
      } | null
      "default"?: boolean
      "version"?: number
      "archived"?: boolean
      "calendarName"?: string | null
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/sla-policies/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "name"?: string
    "calendarId"?: string
    "targets"?: {
      "low": {
        "responseMinutes": number
        "resolutionMinutes": number
      }
      "normal": {
        "responseMinutes": number
        "resolutionMinutes": number
      }
      "high": {
        "responseMinutes": number
        "resolutionMinutes": number
      }
      "urgent": {
        "responseMinutes": number
        "resolutionMinutes": number
      }
    }
    "escalateTo"?: {
      "teamId": string | null
      "userId": string | null
    } | null
    "default"?: boolean
    "version"?: number
    "archived"?: boolean
    "calendarName"?: string | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/sla-policies/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** How far projections and sagas have got, and whether the stores answer */
  "/status": {
    "position": string | null
    "last": string | null
    "lag": {
      "positions": number
      "seconds": number
    } | null
    "live": boolean
    "trouble": string | null
    "newerEvents": number
    "projections": ({
      "name": string
      "version": number
      "position": string | null
      "lag": {
        "positions": number
        "seconds": number
      } | null
      "state": "running" | "failed" | "rebuilding"
      "failure": {
        "event": {
          "id": string
          "type": string
          "stream": string
          "position": number
        }
        "error": string
        "field"?: string
      } | null
      "hint": string | null
      "lost": {
        "records": number
        "ids": (string)[]
      } | null
    })[]
    "sagas": ({
      "name": string
      "position": string
      "lag": number
      "state": "running" | "catching-up" | "failed"
      "failure"?: {
        "message": string
        "at": string
        "event"?: {
          "id": string
          "type": string
          "stream": string
          "position": string
        }
      }
      "deadLetters": number
    })[]
    "checks": Record<string, {
        "ok": boolean
      }>
    "clocks": ({
      "of": string
      "here": string
      "there": string
      "ahead": number
      "state": "agrees" | "differs" | "trouble"
      "stands": boolean
    })[]
    "strangers": {
      "count": number
      "newest": ({
        "position": string | null
        "type": string
        "stream": string
        "recordedAt": string
        "reason": string
      })[]
    }
  }
  /** Teams by name and region */
  "/teams": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "name"?: string
      "region"?: string | null
      "managerId"?: string | null
      "parentId"?: string | null
      "archived"?: boolean
      "managerName"?: string | null
      "parentName"?: string | null
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/teams/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "name"?: string
    "region"?: string | null
    "managerId"?: string | null
    "parentId"?: string | null
    "archived"?: boolean
    "managerName"?: string | null
    "parentName"?: string | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/teams/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Tickets; the queue, with the least time left first, unless another sort is asked for */
  "/tickets": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "number"?: string
      "subject"?: string
      "description"?: string | null
      "requester"?: {
        "name": string
        "email": string | null
      } | null
      "accountId"?: string | null
      "contactId"?: string | null
      "priority"?: "low" | "normal" | "high" | "urgent"
      "category"?: string | null
      "channel"?: string
      "assigneeId"?: string | null
      "teamId"?: string | null
      "status"?: "new" | "open" | "pending" | "resolved" | "closed"
      "escalation"?: number
      "sla"?: {
        "policy": string
        "responseDueAt": string | null
        "respondedAt": string | null
        "resolutionDueAt": string | null
        "resolvedAt": string | null
        "pausedAt": string | null
        "breached": {
          "response": boolean
          "resolution": boolean
        }
      } | null
      "dueAt"?: string | null
      "breached"?: boolean
      "accountName"?: string | null
      "contactName"?: string | null
      "assigneeName"?: string | null
      "teamName"?: string | null
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** A ticket with what was said about it, oldest first */
  "/tickets/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "number"?: string
    "subject"?: string
    "description"?: string | null
    "requester"?: {
      "name": string
      "email": string | null
    } | null
    "accountId"?: string | null
    "contactId"?: string | null
    "priority"?: "low" | "normal" | "high" | "urgent"
    "category"?: string | null
    "channel"?: string
    "assigneeId"?: string | null
    "teamId"?: string | null
    "status"?: "new" | "open" | "pending" | "resolved" | "closed"
    "escalation"?: number
    "sla"?: {
      "policy": string
      "responseDueAt": string | null
      "respondedAt": string | null
      "resolutionDueAt": string | null
      "resolvedAt": string | null
      "pausedAt": string | null
      "breached": {
        "response": boolean
        "resolution": boolean
      }
    } | null
    "dueAt"?: string | null
    "breached"?: boolean
    "accountName"?: string | null
    "contactName"?: string | null
    "assigneeName"?: string | null
    "teamName"?: string | null
    "messages": ({
      "id": string
      "kind": "reply" | "note"
      "author"?: "agent" | "requester"
      "actorId": string
      "body"?: string
      "at": string
    })[]
    "earlier": string | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/tickets/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** What was said about a ticket, newest first */
  "/tickets/{id}/messages": {
    "items": ({
      "id": string
      "kind": "reply" | "note"
      "author"?: "agent" | "requester"
      "actorId": string
      "body"?: string
      "at": string
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** How a person’s record stands, and which other records are about them */
  "/tickets/{id}/privacy": {
    "restricted": boolean
    "erased": boolean
    "holds": (string)[]
    "consents": ({
      "purpose": string
      "channel": string
      "source": string
      "textVersion": string
      "givenAt": string
      "withdrawnAt": string | null
    })[]
    "records": ({
      "aggregate": string
      "id": string
    })[]
  }
  /** The service level of a ticket, explained: each stretch of time and whether it counts */
  "/tickets/{id}/sla": {
    "ticketId": string
    "number"?: string
    "at": string
    "policy": {
      "id": string
      "name": string
      "version": number
    }
    "calendar": {
      "timeZone": string
      "weekly": ({
        "day": number
        "from": string
        "to"?: string | "24:00"
      })[]
      "holidays": (string)[]
      "id": string
      "name": string
      "version": number
    }
    "clocks"?: ({
      "clock": "response" | "resolution"
      "state": "running" | "pending" | "stopped"
      "targetMinutes": number
      "spentMinutes": number
      "leftMinutes": number
      "dueAt": string | null
      "missedAt": string | null
      "breached": boolean
      "stretches": ({
        "from": string
        "to": string
        "kind": "open" | "closed" | "holiday" | "pending" | "stopped"
        "minutes": number
        "counted": boolean
      })[]
    })[]
  }
  /** The instants at which something changed, for stepping through time */
  "/timeline": {
    "items": ({
      "id": string
      "at": string
      "position": string
      "type": string
      "title": string
      "model": string
      "modelId": string
      "actor": {
        "id": string
        "name": string
      }
    })[]
    "first": string | null
  }
  /** Trainings, by when they are due, and how many have not acknowledged them */
  "/trainings": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "title"?: string
      "text"?: string
      "dueOn"?: string
      "userIds"?: (string)[]
      "open"?: number
      "withdrawn"?: boolean
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/trainings/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "title"?: string
    "text"?: string
    "dueOn"?: string
    "userIds"?: (string)[]
    "open"?: number
    "withdrawn"?: boolean
  }
  /** Every event of one record: who, when, why, before and after */
  "/trainings/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** Who has acknowledged a training and who has not, those first */
  "/trainings/{id}/report": {
    "items": ({
      "userId": string
      "name": string
      "acknowledgedAt": string | null
      "overdue": boolean
    })[]
  }
  /** Users by name, e-mail, role and team */
  "/users": {
    "items": ({
      "id": string
      "revision": number
      "position": number
      "createdAt": string
      "updatedAt": string
      "incomplete"?: boolean
      "name"?: string
      "email"?: string
      "role"?: string
      "teamId"?: string | null
      "timeZone"?: string
      "active"?: boolean
      "removed"?: boolean
      "teamName"?: string | null
    })[]
    "next": string | null
    "total"?: number
    "asOf"?: string | null
  }
  /** One of them by its id */
  "/users/{id}": {
    "id": string
    "revision": number
    "position": number
    "createdAt": string
    "updatedAt": string
    "incomplete"?: boolean
    "name"?: string
    "email"?: string
    "role"?: string
    "teamId"?: string | null
    "timeZone"?: string
    "active"?: boolean
    "removed"?: boolean
    "teamName"?: string | null
  }
  /** Every event of one record: who, when, why, before and after */
  "/users/{id}/history": {
    "items": ({
      "id": string
      "type": string
      "title": string
      "text": string | null
      "actor": {
        "kind": string
        "id": string
        "name": string
      }
      "via": {
        "kind": string
        "id"?: string
        "rule"?: string
      }
      "command": {
        "id": string
        "type": string
      }
      "reason": {
        "code"?: string
        "text"?: string
      } | null
      "source": {
        "system": string
        "id": string
        "by": string | null
      } | null
      "occurredAt": string
      "recordedAt": string
      "revision": number
      "position": string
      "correlationId": string
      "causationId": string
      "changes": ({
        "field": string
        "before": unknown
        "after": unknown
      })[]
    })[]
    "next": string | null
    "missing": {
      "from": number
      "to": number | null
    } | null
  }
  /** How many records of each kind a user owns, as far as the asker sees them */
  "/users/{id}/owned": {
    "items": ({
      "model": "account" | "contact" | "lead" | "opportunity" | "ticket"
      "count": number
    })[]
    "total": number
  }
  /** How a person’s record stands, and which other records are about them */
  "/users/{id}/privacy": {
    "restricted": boolean
    "erased": boolean
    "holds": (string)[]
    "consents": ({
      "purpose": string
      "channel": string
      "source": string
      "textVersion": string
      "givenAt": string
      "withdrawnAt": string | null
    })[]
    "records": ({
      "aggregate": string
      "id": string
    })[]
  }
  /** The sessions of a user that are open */
  "/users/{id}/sessions": {
    "items": ({
      "id": string
      "createdAt": string
      "authenticatedAt": string
      "seenAt": string
      "expiresAt": string
      "ip": string | null
      "userAgent": string | null
      "current": boolean
    })[]
  }
}

export type Problem = {
  "type": string
  "title": string
  "status": number
  "detail": string
  "instance"?: string
  "errors"?: ({
    "field": string
    "rule": string
    "message": string
  })[]
  "details"?: Record<string, unknown>
  "current"?: {
    "revision": number
    "since": (Record<string, unknown>)[]
    "earlier": number
  }
}
