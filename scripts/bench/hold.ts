import { writeFileSync } from 'node:fs'
import { largeProduct } from './large.ts'

const large = largeProduct(Number(process.argv[2] ?? 30000), (l) => console.log(l))
const { product, seeded } = await large.get()
const rep = seeded.repIds[0] ?? ''
writeFileSync(
  '/tmp/h/hold.json',
  JSON.stringify({
    url: product.url,
    db: product.databaseUrl,
    es: product.eventStoreUrl,
    token: product.token,
    rep,
    repToken: await product.tokenOf(rep),
    middle: seeded.middle,
    pid: product.pid,
  }),
)
console.log('ready')
process.on('SIGTERM', () => void large.stop().then(() => process.exit(0)))
await new Promise(() => setInterval(() => {}, 1e6))
