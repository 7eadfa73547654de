/**
 * How long a test waits for what must come, in ms. Far more than it takes, because it costs nothing where it comes:
 * a machine may be five times slower than ours and busy with other things.
 */
export const patience = 60_000
