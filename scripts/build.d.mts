/** Bundles the server's processes (all that exist, or those named) into dist/. */
export function buildServer(names?: string[]): Promise<void>
