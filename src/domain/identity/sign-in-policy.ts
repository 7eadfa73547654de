import { z } from 'zod'
import { record } from '../record.ts'

/** The rules of signing in. Each has the value that holds until somebody decides otherwise. */
export const signInRules = z.object({
  /** A session nobody uses ends after this many minutes. */
  sessionIdleMinutes: z.int().min(5).max(43_200).default(720),
  /** Any session ends after this many hours. */
  sessionLifetimeHours: z.int().min(1).max(2160).default(168),
  /** What is sensitive needs a password or code that was given at most this many minutes ago. */
  reauthenticateMinutes: z.int().min(1).max(1440).default(15),
  /** Roles that must sign in with a second factor. */
  secondFactorRoles: z.array(z.string().min(1).max(60)).max(50).default([]),
  /** The fewest characters of a password. Length is what counts (NIST SP 800-63B). */
  passwordLength: z.int().min(8).max(64).default(12),
  /** The fewest different characters of a password. */
  passwordDifferent: z.int().min(1).max(16).default(6),
  /** Whether passwords that are known from breaches are refused. */
  passwordRefusesKnown: z.boolean().default(true),
  /** Whether passwords made of name or e-mail are refused. */
  passwordRefusesOwnName: z.boolean().default(true),
  /** The longest life of an API key, in days. */
  apiKeyDays: z.int().min(1).max(1830).default(365),
  /** The role of users whom a directory makes and gives none; without one they are refused. */
  directoryRole: z.string().min(1).max(60).nullable().optional(),
})
export type SignInRules = z.output<typeof signInRules>

/** What holds where nothing was decided. */
export const defaultRules: SignInRules = signInRules.parse({})

/** How people sign in to this organisation; there is one, and every change of it is an event. */
export const signInPolicy = record('signInPolicy', signInRules)
