import { z } from 'zod'
import type { JSONWebKeySet, JWK } from 'jose'
import { dutyList } from './edge/identity/account.ts'
import { LANES } from './edge/queue/lanes.ts'
import type { Message } from './edge/queue/message.ts'
import { bindingOf, type Shards } from './edge/queue/shards.ts'

const key = z.looseObject({ kty: z.string() })
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' })
    return z.NEVER
  }
})

/** Whole seconds, as an environment's variable writes them. */
const seconds = z.coerce.number().int().positive()

const variables = z.object({
  /** The replica near this worker. */
  REFERENCE_URL: z.url(),
  REFERENCE_TOKEN: z.string().optional(),
  /** The primary, where the heartbeat is written; the centre only. */
  REFERENCE_PRIMARY_URL: z.url().optional(),
  REFERENCE_PRIMARY_TOKEN: z.string().optional(),
  /** Shard → old codes of its provinces, `*` for all others: each shard has two queues, `VISITS_…` and `BULK_…`. */
  SHARDS: json.pipe(z.record(z.string().regex(/^[a-z0-9]{1,20}$/), z.array(z.string()))),
  /** Province → warehouse; `*` for all others. */
  WAREHOUSE_URLS: json.pipe(z.record(z.string(), z.url())),
  WAREHOUSE_TOKENS: json.pipe(z.record(z.string(), z.string())).optional(),
  /** Province → its replica near this worker; where there is none the primary is read. */
  WAREHOUSE_REPLICA_URLS: json.pipe(z.record(z.string(), z.url())).default({}),
  WAREHOUSE_REPLICA_TOKENS: json.pipe(z.record(z.string(), z.string())).optional(),
  /** The national register of cards and encounters; the centre only. Without one no dossier is compared with others. */
  REGISTER_URL: z.url().optional(),
  REGISTER_TOKEN: z.string().optional(),
  /** Keys of what identifies persons: the current one seals, the others still open; 32 bytes each, base64. */
  WAREHOUSE_KEYS: json.pipe(z.strictObject({ current: z.string(), keys: z.record(z.string(), z.base64()) })).optional(),
  /** By which persons are found again without being known; 32 bytes, base64. */
  WAREHOUSE_HASH_KEY: z.base64().optional(),
  /** Purpose → days after which identities are taken away; a purpose that is not named keeps them. */
  RETENTION_DAYS: json
    .pipe(z.strictObject({ management: z.int().positive().optional(), payment: z.int().positive().optional() }))
    .default({}),
  /** Files of facilities are sealed for this key (JWK, P-256, with a kid). */
  FILE_PUBLIC_KEY: json.pipe(key),
  /** JWKS that opens them: the private key of that one, and older ones. The centre only: an edge writes and cannot read back. */
  FILE_PRIVATE_KEYS: json.pipe(z.object({ keys: z.array(key) })).optional(),
  /** Receipts are sealed by the current key, and opened by the others too; 32 bytes each, base64. */
  RECEIPT_KEYS: json.pipe(z.strictObject({ current: z.string(), keys: z.record(z.string(), z.base64()) })),
  /** Signs receipts (private JWK, ES256, with a kid). */
  RECEIPT_SIGNING_KEY: json.pipe(key),
  /** JWKS by which receipts are verified: its public half, and those of before. Each may have `nbf` and `exp`, epoch seconds. */
  RECEIPT_PUBLIC_KEYS: json.pipe(z.object({ keys: z.array(key) })),
  /** JWKS of second bodies that sign checkpoints of the logs of receipts; the centre. */
  RECEIPT_COSIGNER_KEYS: json.pipe(z.object({ keys: z.array(key) })).default({ keys: [] }),
  /** What a receipt says of the clock: where it takes its time from, and how far it is from UTC at most, where that is watched. */
  CLOCK: json
    .pipe(
      z.strictObject({
        source: z.string().min(1).max(100),
        offsetMs: z.number().nonnegative().nullable().default(null),
      }),
    )
    .default({ source: 'runtime', offsetMs: null }),
  TOKEN_ISSUER: z.string().min(1),
  /** Only where tokens are issued. */
  TOKEN_SIGNING_KEY: json.pipe(key).optional(),
  /** What is asked of people who sign in at the portal: of which duties a second factor. */
  SIGN_IN_POLICY: json.pipe(z.strictObject({ secondFactor: dutyList })).default({ secondFactor: [] }),
  /** Outside providers of OpenID Connect by which people sign in. */
  OUTSIDE_PROVIDERS: json
    .pipe(
      z.array(
        z.strictObject({
          id: z.string().regex(/^[a-z0-9-]{1,40}$/),
          title: z.strictObject({ vi: z.string().min(1), en: z.string().min(1) }),
          issuer: z.url({ protocol: /^https?$/ }),
          clientId: z.string().min(1),
          /** Whether its sign-in is two factors already; the provider's operator says so in writing. */
          isSecondFactor: z.boolean().default(false),
        }),
      ),
    )
    .default([]),
  /** Id of the provider → client secret; one that is not named is a public client, by PKCE alone. */
  OUTSIDE_PROVIDER_SECRETS: json.pipe(z.record(z.string(), z.string())).default({}),
  /** bound: a token of the old web services is of the address that took it. Facilities behind several addresses then sign in for each. */
  LEGACY_TOKEN_ADDRESS: z.enum(['free', 'bound']).default('free'),
  TOKEN_PUBLIC_KEYS: json.pipe(z.object({ keys: z.array(key) })),
  /** The header in which a proxy writes the client's address, and which nobody reaches this deployment without: on Cloudflare `cf-connecting-ip`. */
  CLIENT_ADDRESS_HEADER: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/)
    .optional(),
  /** Signs releases and the delta feed; the centre only. */
  DMDC_SIGNING_KEY: json.pipe(key).optional(),
  /** By which followers verify them. */
  DMDC_PUBLIC_KEYS: json.pipe(z.object({ keys: z.array(key) })).default({ keys: [] }),
  /** true: one person may import, approve and publish a release of code lists. For demonstrations and local stacks only. */
  DMDC_ONE_PERSON: z.enum(['true', 'false']).default('false'),
  /** Rules that this deployment switches off or has on trial, by id, each with its reason. */
  RULES_CONFIG: json
    .pipe(z.record(z.string(), z.strictObject({ state: z.enum(['off', 'shadow']), reason: z.string().trim().min(1) })))
    .default({}),
  /** How long a copy of the code lists is used before it is asked for news. */
  DMDC_REFRESH_SECONDS: seconds.default(10),
  /** Past this lag, findings about codes are warnings only. */
  DMDC_STALE_SECONDS: seconds.default(15 * 60),
  /** Hosts to which webhooks may lead without TLS, on any port: for one machine only. */
  WEBHOOK_INSECURE_HOSTS: json.pipe(z.array(z.string())).default([]),
  /** A resolver that speaks DNS over HTTPS (RFC 8484): names of webhooks are looked up there before anything is sent to them. */
  WEBHOOK_RESOLVER_URL: z.url().default('https://cloudflare-dns.com/dns-query'),
  /** Whom a facility asks: shown in the portal and by GET /v1/notices. */
  CONTACT: json
    .pipe(
      z.strictObject({
        hotline: z.string().min(1).nullable().default(null),
        hours: z
          .strictObject({ vi: z.string().min(1), en: z.string().min(1) })
          .nullable()
          .default(null),
        email: z.email().nullable().default(null),
        group: z
          .url({ protocol: /^https$/ })
          .nullable()
          .default(null),
      }),
    )
    .default({ hotline: null, hours: null, email: null, group: null }),
  /** What this deployment is called in logs; and the machine, where one machine runs it. */
  DEPLOYMENT: z.string().min(1).default('bhyt-edge'),
  HOST_NAME: z.string().min(1).optional(),
  /** Who shows it as bearer may read /metrics; without one there is no such address. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** true: the store is a disk of ours, which may fill up: what it confirms is read back. R2 itself keeps what it confirms. */
  QUEUE_NAME: z
    .string()
    .regex(/^[\w-]*$/)
    .default(''),
  STORE_READ_BACK: z.enum(['true', 'false']).default('false'),
  /** With less room than this (bytes) no file is taken; where the deployment can see how much there is (`STORE_ROOM`). */
  STORE_LEAST_BYTES: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(256 * 1024 * 1024),
  /** How long a month of the lake may be older than its dossiers before it is written anew; erasures reach the lake within as long. */
  LAKE_SETTLE_SECONDS: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(6 * 60 * 60),
  /** How long a receipt waits for the centre before its message is sent again. */
  SWEEP_AFTER_SECONDS: seconds.default(120),
})

/** The bindings as wrangler.toml declares them. */
export type Bindings = {
  /** The built portal; none where a deployment serves none. */
  ASSETS?: Fetcher
  RAW: R2Bucket
  DRY_RUNS: RateLimit
  /** Failed sign-ins of one client from one address, counted for the whole place. */
  GUESSES?: RateLimit
  /** Where webhooks are woken; the centre only. */
  WEBHOOKS?: Queue
  /** The centre, at an edge: for old calls that only the centre can answer. */
  CENTRE?: Fetcher
  /** Answers how many bytes are free where the store lies; only where it is a disk of ours. */
  STORE_ROOM?: Fetcher
  /** Sends webhooks to public addresses only; where `fetch` would reach others. */
  OUTGOING?: Fetcher
} & Record<string, unknown>

type KeyVariable =
  | 'FILE_PUBLIC_KEY'
  | 'FILE_PRIVATE_KEYS'
  | 'RECEIPT_SIGNING_KEY'
  | 'RECEIPT_PUBLIC_KEYS'
  | 'RECEIPT_COSIGNER_KEYS'
  | 'TOKEN_SIGNING_KEY'
  | 'TOKEN_PUBLIC_KEYS'
  | 'DMDC_SIGNING_KEY'
  | 'DMDC_PUBLIC_KEYS'

/** Bindings and variables, parsed: nothing further in reads the environment. */
export type Env = Omit<z.infer<typeof variables>, KeyVariable> & {
  RAW: R2Bucket
  DRY_RUNS: RateLimit
  GUESSES: RateLimit | null
  WEBHOOKS: Queue | null
  CENTRE: Fetcher | null
  STORE_ROOM: Fetcher | null
  OUTGOING: Fetcher | null
  FILE_PUBLIC_KEY: JWK
  FILE_PRIVATE_KEYS?: { keys: JWK[] } | undefined
  RECEIPT_SIGNING_KEY: JWK
  RECEIPT_PUBLIC_KEYS: JSONWebKeySet
  RECEIPT_COSIGNER_KEYS: JSONWebKeySet
  TOKEN_SIGNING_KEY?: JWK | undefined
  TOKEN_PUBLIC_KEYS: JSONWebKeySet
  DMDC_SIGNING_KEY?: JWK | undefined
  DMDC_PUBLIC_KEYS: JSONWebKeySet
}

const parsed = new WeakMap<Bindings, Env>()

/** Parsed once per isolate; a wrong or missing variable is a fault that names it, never its value. */
export function readEnv(bindings: Bindings): Env {
  const known = parsed.get(bindings)
  if (known) return known
  const result = variables.safeParse(bindings)
  if (!result.success) {
    const names = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new Error(`wrong environment: ${names.join('; ')}`)
  }
  const { RAW, DRY_RUNS, GUESSES = null, WEBHOOKS = null, CENTRE = null, STORE_ROOM = null, OUTGOING = null } = bindings
  // The keys' further members are checked by jose when they are imported.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const env = { ...result.data, RAW, DRY_RUNS, GUESSES, WEBHOOKS, CENTRE, STORE_ROOM, OUTGOING } as Env
  parsed.set(bindings, env)
  return env
}

/** The queues of the shards by their bindings. Throws where one is missing, and names it. */
export function producersOf(shards: Shards, bindings: Bindings): (binding: string) => Queue<Message> {
  const names = Object.keys(shards).flatMap((shard) => LANES.map((lane) => bindingOf(lane, shard)))
  const missing = names.filter((name) => bindings[name] === undefined)
  if (missing.length > 0) throw new Error(`wrong environment: no queue is bound to ${missing.join(', ')}`)
  // What wrangler.toml declares under that name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (binding) => bindings[binding] as Queue<Message>
}
