/** Now, as an ISO-8601 UTC instant in milliseconds. Passed in wherever time matters, so that tests own it. */
export type Clock = () => string

export const systemClock: Clock = () => new Date().toISOString()
