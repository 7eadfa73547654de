import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { specOf } from '../../src/domain/event.ts'
import { user } from '../../src/domain/identity/user.ts'
import { isPersonal, personal, personalPaths } from '../../src/domain/personal.ts'

const email = z.email().meta({ examples: ['ada@example.com'] })

describe('personal', () => {
  it('SEC-01 marks the field, not the schema it was made from', () => {
    const marked = personal(email)
    expect(isPersonal(marked)).toBe(true)
    expect(isPersonal(email)).toBe(false)
    expect(isPersonal(marked.nullable().default(null))).toBe(true)
    expect(marked.meta()).toEqual({ examples: ['ada@example.com'] })
  })

  it('SEC-01 finds every personal path, through lists, records and alternatives', () => {
    const schema = z.object({
      name: z.object({ first: personal(z.string()).nullable(), last: personal(z.string()) }),
      company: email,
      others: z.array(z.object({ mail: personal(email) })),
      notes: z.record(z.string(), personal(z.string())),
    })
    expect(personalPaths(schema)).toEqual(['name.first', 'name.last', 'others.*.mail', 'notes.*'])
    expect(personalPaths(specOf(user.events['user.registered']).schema)).toEqual(['name', 'email'])
  })
})
