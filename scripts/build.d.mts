/** Bundles the server's processes (all that exist, or those named) into dist/. */
export function buildServer(names?: string[]): Promise<void>

/** Builds the web app into dist/web, if its sources are newer than what stands there. */
export function buildWeb(): void
