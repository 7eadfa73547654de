import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Prometheus metrics of one process. A registry of its own, so that tests can build as many as they like. */
export interface Metrics {
  /** The text to be scraped, and its content type. */
  scrape(): Promise<{ contentType: string; text: string }>
  answered(about: { method: string; route: string; status: number }, seconds: number): void
  /** A number that is asked for when it is scraped, by label. */
  gauge(name: string, help: string, label: string, read: () => Promise<ReadonlyMap<string, number>>): void
}

export function createMetrics(options: { process?: boolean } = {}): Metrics {
  const register = new Registry()
  if (options.process) collectDefaultMetrics({ register })
  const duration = new Histogram({
    name: 'hindsight_http_request_duration_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [register],
  })
  return {
    scrape: async () => ({ contentType: register.contentType, text: await register.metrics() }),
    answered: ({ method, route, status }, seconds) =>
      duration.observe({ method, route, status: String(status) }, seconds),
    gauge(name, help, label, read) {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers: [register],
        async collect() {
          this.reset()
          for (const [value, number] of await read()) this.set({ [label]: value }, number)
        },
      })
    },
  }
}
