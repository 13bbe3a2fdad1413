/** The parts of `wrangler.toml` that follow from the table of shards: between `# shards: <part>` and `# end of shards`. */
import { LANES, type Lane } from '../../src/edge/queue/lanes.ts'
import { QUEUES } from '../../src/edge/queue/queues.ts'
import { bindingOf, queueOf } from '../../src/edge/queue/shards.ts'
import { LOCAL, NATION, warehouseUrl, type Shard } from './shards.ts'

const PART = /^(# shards: (\w+ \w+))\n[\s\S]*?^(# end of shards)$/gm

/** The file with its generated parts as the table says. Throws where it has a part that nobody writes. */
export const withShards = (toml: string): string =>
  toml.replaceAll(PART, (_, head: string, name: string, end: string) => {
    const part = PARTS[name]
    if (part === undefined) throw new Error(`wrangler.toml has a part "${name}" that no table of shards fills`)
    return `${head}\n${part}\n${end}`
  })

const shardsVar = (shards: readonly Shard[]): string =>
  `SHARDS = '${JSON.stringify(Object.fromEntries(shards.map(({ shard, codes }) => [shard, codes])))}'`

const warehousesVar = (shards: readonly Shard[]): string => {
  const urls = shards.flatMap(({ shard, codes }) => codes.map((code) => [code, warehouseUrl(shard)]))
  return `WAREHOUSE_URLS = '${JSON.stringify(Object.fromEntries(urls))}'`
}

const each = (shards: readonly Shard[], written: (lane: Lane, shard: string) => string): string =>
  shards.flatMap(({ shard }) => LANES.map((lane) => written(lane, shard))).join('\n')

const producers = (prefix: string, shards: readonly Shard[]): string =>
  each(
    shards,
    (lane, shard) =>
      `[[${prefix}queues.producers]]\nbinding = "${bindingOf(lane, shard)}"\nqueue = "${queueOf(lane, shard)}"`,
  )

type Consuming = { readonly timeout: number; readonly isOne: boolean }

/** A message is a whole file; those of a batch are written together. One consumer of each queue at a time: a database takes one writer. */
const consumers = (prefix: string, shards: readonly Shard[], { timeout, isOne }: Consuming): string =>
  each(shards, (lane, shard) =>
    [
      `[[${prefix}queues.consumers]]`,
      `queue = "${queueOf(lane, shard)}"`,
      'max_batch_size = 100',
      `max_batch_timeout = ${timeout}`,
      'max_retries = 5',
      ...(isOne ? ['max_concurrency = 1'] : []),
      `dead_letter_queue = "${QUEUES.deadLetters}"`,
    ].join('\n'),
  )

const PARTS: Readonly<Record<string, string>> = {
  'local vars': shardsVar(LOCAL),
  'local queues': `${producers('', LOCAL)}\n${consumers('', LOCAL, { timeout: 1, isOne: false })}`,
  'edge vars': `${shardsVar(NATION)}\n${warehousesVar(NATION)}`,
  'edge queues': producers('env.edge.', NATION),
  'central vars': `${shardsVar(NATION)}\n${warehousesVar(NATION)}`,
  'central queues': `${producers('env.central.', NATION)}\n${consumers('env.central.', NATION, { timeout: 2, isOne: true })}`,
}
