import pg from 'pg'

/**
 * A pool of connections that may be lost at any moment: `lost` is told of idle ones. One that is lost while somebody has
 * it, or before they have got it (the server's farewell can come in the packet that says it is ready), fails what they
 * ask of it next; without a listener from the first moment on it would end the process instead.
 */
export function openPool(config: pg.PoolConfig, lost: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool(config)
  pool.on('error', lost)
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
