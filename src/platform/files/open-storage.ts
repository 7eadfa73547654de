import { fileURLToPath } from 'node:url'
import { openBucket } from './bucket.ts'
import { openFolder } from './folder.ts'
import type { Storage } from './storage.ts'

/** A folder (`file:`), or a bucket (`s3:`). @throws ConfigError when it is a folder that cannot be written to. */
export async function openStorage(url: string): Promise<Storage> {
  return url.startsWith('s3:') ? openBucket(url) : openFolder(fileURLToPath(url))
}
