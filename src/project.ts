import { fileURLToPath } from 'node:url'

/** The project's own folder: the one above `src/`, and above `dist/` where everything is bundled into one file each. */
export const project = fileURLToPath(new URL('..', import.meta.url))
