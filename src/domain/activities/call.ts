/** What a policy may ask for before a call counts as logged. */
export const requirable = ['subject', 'durationSeconds', 'purpose', 'outcome', 'body'] as const
