import type { FastifyRequest } from 'fastify'

/**
 * What fetches what nobody has opened: proxies of mail programs that fetch every picture when a mail comes, checkers of links, search
 * engines. They are known by how they call themselves; one that calls itself a browser cannot be told.
 */
const machines =
  /GoogleImageProxy|YahooMailProxy|ProofPoint|Barracuda|Mimecast|SafeLinks|bot\b|crawl|spider|curl|python|^Mozilla\/5\.0$/i

export const isMachine = ({ method, headers }: FastifyRequest) =>
  method === 'HEAD' || !headers['user-agent'] || machines.test(headers['user-agent'])
