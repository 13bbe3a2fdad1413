import { openDatabase, type Reference } from './store/database.ts'
import { createSigner, type Signer } from './codes/release/signature.ts'
import { createInForce } from './store/reference/in-force.ts'
import { loadPublished, loadRelease, releaseInForceAt } from './store/reference/load-release.ts'
import { createLocalCodesHolder, loadLocalCodes } from './store/reference/local-codes.ts'
import { sha256 } from './store/reference/listed-code.ts'
import { createCodeLists } from './store/reference/code-lists.ts'
import { loadStoredSnapshot, storeSnapshot } from './store/reference/stored-release.ts'
import { producersOf, readEnv, type Bindings, type Env } from './env.ts'
import { describeFault } from './kernel/fault.ts'
import { createLog, type Log, type Whereabouts } from './kernel/log.ts'
import { createMetrics } from './kernel/metrics.ts'
import { steady } from './kernel/steady.ts'
import { provinceOf } from './edge/identity/caller.ts'
import { createCallCounter, type CallCounter } from './edge/facade/calls.ts'
import { putCalls } from './edge/receipt/call-files.ts'
import { vietnamIsoDay } from './kernel/vietnam-time.ts'
import { createLegacyTokenVerifier } from './edge/facade/legacy-token.ts'
import { createOpenUploads } from './edge/open-uploads.ts'
import { isAccountInForce } from './edge/identity/accounts.ts'
import { createGuessLimits } from './edge/identity/guesses.ts'
import { createSessionVerifier } from './edge/identity/session.ts'
import { createTokenVerifier, type Issuer } from './edge/identity/token.ts'
import { createNotes } from './edge/sign-in/notes.ts'
import { rulePackOf } from './engine/index.ts'
import type { Services } from './http/services.ts'
import { checkedStore } from './edge/receipt/checked-store.ts'
import type { Store } from './edge/receipt/store.ts'
import { sealForAll, sealForCentre } from './edge/sealed/seals.ts'
import { readBacklog } from './edge/receipt/backlog.ts'
import { createRoom } from './edge/receipt/room.ts'
import { createReceiptSigner } from './edge/receipt/sign-receipt.ts'
import { createStatementSigner } from './proof/signed.ts'
import { createLaneChooser } from './edge/queue/lanes.ts'
import { deliverWebhook } from './edge/queue/message.ts'
import { createToCentre } from './edge/queue/shards.ts'
import { createCentreState } from './centre/state.ts'
import type { Wake } from './centre/results/announce.ts'
import { createEarlierLookUp } from './edge/earlier/look-up.ts'
import { createVault, type Vault } from './store/warehouse/identity/vault.ts'
import { openWarehouse, warehouseAddress, type WarehouseAddresses } from './store/warehouse/open.ts'
import { senderBy } from './centre/results/webhooks/outgoing.ts'
import { createResolver } from './centre/results/webhooks/resolve.ts'
import { openNearest, openWarehouses } from './store/warehouse/replicas.ts'

/** A replica near by answers in milliseconds; longer than this it is away. */
const REFERENCE_TIMEOUT_MS = 5000
/** They only make a remedy clearer: no file waits longer for them. */
const LOCAL_CODES_TIMEOUT_MS = 1000
/** What the edge does not find out in this time, the centre does. */
const EARLIER_TIMEOUT_MS = 2000
/** Publishing a large list is one transaction of some seconds. */
const PRIMARY_TIMEOUT_MS = 60_000
const REGISTER_TIMEOUT_MS = 20_000

/** Set by the environment, which is the same for all of an isolate. */
let whereabouts: Whereabouts = { deployment: 'bhyt-edge' }

/** A line that operators read; it holds no data of a sender. */
export const log: Log = createLog(
  (level, text) => {
    if (level === 'info') console.log(text)
    else console.error(text)
  },
  Date.now,
  () => whereabouts,
)

/** For how long something lasts, in an isolate whose clock may be set back. */
const elapsed = steady(() => Date.now())

const metrics = createMetrics()

/** Logs a fault of that kind; `more` names what it happened to. */
export const logged =
  (event: string, more: Readonly<Record<string, unknown>> = {}) =>
  (error: unknown): void => {
    metrics.count('bhyt_faults', { event })
    log({ event, ...more, cause: describeFault(error) })
  }

const vaultOf = ({ WAREHOUSE_KEYS: ring, WAREHOUSE_HASH_KEY: hashKey }: Env): Vault | null =>
  ring && hashKey !== undefined ? createVault({ ...ring, hashKey }) : null

const portalOf = ({ ASSETS: assets }: Bindings): Services['portal'] =>
  assets ? (request) => assets.fetch(request) : null

/** What the queue does not take, the clock asks for again. */
const wakeBy =
  ({ WEBHOOKS: queue }: Env): Wake =>
  async (to, delaySeconds = 0) => {
    await queue?.send(deliverWebhook(to), { delaySeconds: Math.ceil(delaySeconds) })
  }

/** The primary alone knows what is in force. Where there is none, its copy knows as much as anybody here can. */
const releaseInForceBy = (env: Env) => {
  const { REFERENCE_PRIMARY_URL: url, REFERENCE_PRIMARY_TOKEN: authToken, REFERENCE_URL, REFERENCE_TOKEN } = env
  const known = url === undefined ? { url: REFERENCE_URL, authToken: REFERENCE_TOKEN } : { url, authToken }
  const open = () => openDatabase('reference', { ...known, timeoutMs: REFERENCE_TIMEOUT_MS })
  return createInForce({ ask: (moment) => releaseInForceAt(open(), moment), now: elapsed })
}

const registerOf = ({ REGISTER_URL: url, REGISTER_TOKEN: authToken }: Env) =>
  url === undefined ? null : () => openDatabase('register', { url, authToken, timeoutMs: REGISTER_TIMEOUT_MS })

/** The store, whose word is checked, with the keys of what lies sealed in it. */
const storeOf = (env: Env): Store => ({
  bucket: checkedStore(env.RAW, { readsBack: env.STORE_READ_BACK === 'true' }),
  seals: {
    files: sealForCentre(env.FILE_PUBLIC_KEY, env.FILE_PRIVATE_KEYS?.keys ?? null),
    receipts: sealForAll(env.RECEIPT_KEYS),
  },
})

/** How receipts are signed here, and by what they are verified. */
function receiptsOf(env: Env): Pick<Services, 'signReceipt' | 'receiptKeys' | 'cosignerKeys' | 'statements'> {
  const { TOKEN_ISSUER: issuer, RECEIPT_PUBLIC_KEYS: keys, CLOCK: statedClock } = env
  const sign = createStatementSigner(env.RECEIPT_SIGNING_KEY, keys)
  return {
    signReceipt: createReceiptSigner({ sign, issuer, statedClock, clock: Date.now }),
    receiptKeys: keys,
    cosignerKeys: env.RECEIPT_COSIGNER_KEYS,
    statements: { sign, issuer, keys },
  }
}

const freeBytesOf = ({ STORE_ROOM: room }: Env): (() => Promise<number>) | null =>
  room && (async () => Number(await (await room.fetch('http://store/room')).text()))
const askCentreBy = ({ CENTRE: centre }: Env): Services['askCentre'] => centre && ((request) => centre.fetch(request))

/** Whether a key is still within the limit of this place; each question counts. */
const sharedBy =
  (limit: RateLimit) =>
  async (key: string): Promise<boolean> =>
    (await limit.limit({ key })).success

const issuerOf = ({ TOKEN_SIGNING_KEY: signingKey, TOKEN_ISSUER: name }: Env): Issuer | null =>
  signingKey ? { name, signingKey } : null

/** How people sign in at the portal here. */
function signInOf(env: Env): Pick<Services, 'notes' | 'signInPolicy' | 'outsideProviders'> {
  const issuer = issuerOf(env)
  const secrets = env.OUTSIDE_PROVIDER_SECRETS
  return {
    notes: issuer && createNotes(issuer, env.TOKEN_PUBLIC_KEYS, () => crypto.randomUUID()),
    signInPolicy: env.SIGN_IN_POLICY,
    outsideProviders: env.OUTSIDE_PROVIDERS.map((provider) => ({
      ...provider,
      clientSecret: secrets[provider.id] ?? null,
    })),
  }
}

/** Who makes tokens here, and how both kinds are verified: neither is taken for the other. */
const tokensOf = (
  env: Env,
): Pick<Services, 'issuer' | 'verifyToken' | 'verifySession' | 'verifyLegacyToken' | 'bindsLegacyTokens'> => ({
  issuer: issuerOf(env),
  verifyToken: createTokenVerifier(env.TOKEN_ISSUER, env.TOKEN_PUBLIC_KEYS),
  verifySession: createSessionVerifier(env.TOKEN_ISSUER, env.TOKEN_PUBLIC_KEYS),
  verifyLegacyToken: createLegacyTokenVerifier(env.TOKEN_ISSUER, env.TOKEN_PUBLIC_KEYS),
  bindsLegacyTokens: env.LEGACY_TOKEN_ADDRESS === 'bound',
})

/** What nobody may do too often, and who hears of it. */
const limitsOf = (env: Env): Pick<Services, 'alarm' | 'uploads' | 'guesses' | 'addressHeader'> => ({
  alarm: (line) => {
    log({ ...line, level: 'warning' })
  },
  uploads: createOpenUploads(elapsed),
  guesses: createGuessLimits({
    now: elapsed,
    salt: crypto.randomUUID(),
    ...(env.GUESSES && { shared: sharedBy(env.GUESSES) }),
  }),
  addressHeader: env.CLIENT_ADDRESS_HEADER ?? null,
})

const callsOf = ({ bucket }: Store): CallCounter =>
  createCallCounter({
    put: (calls) => putCalls(bucket, `${Date.now()}-${crypto.randomUUID()}`, [...calls]),
    now: Date.now,
    dayOf: vietnamIsoDay,
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    report: logged('calls'),
  })

/** What is held of code lists, renewed from the replica. */
const listsOf = (
  env: Env,
  openReplica: (timeoutMs?: number) => Reference,
): Pick<Services, 'reference' | 'localCodes'> => ({
  reference: createCodeLists({
    load: (held) => loadPublished(openReplica(), held, Date.now()),
    loadRelease: (release) => loadRelease(openReplica(), release),
    fallback: () => loadStoredSnapshot(env.RAW),
    store: (published) => storeSnapshot(env.RAW, published),
    report: logged('reference'),
    now: Date.now,
    refreshAfterMs: env.DMDC_REFRESH_SECONDS * 1000,
    staleAfterMs: env.DMDC_STALE_SECONDS * 1000,
    waitAtMostMs: REFERENCE_TIMEOUT_MS,
  }),
  localCodes: createLocalCodesHolder({
    load: (facility) => loadLocalCodes(openReplica(LOCAL_CODES_TIMEOUT_MS), facility),
    report: logged('local-codes'),
    now: elapsed,
    refreshAfterMs: env.DMDC_REFRESH_SECONDS * 1000,
  }),
})

/** The warehouses by the facilities whose dossiers lie there. */
const warehousesBy = (primaries: WarehouseAddresses) => ({
  openWarehouse: (facility: string) => openWarehouse(primaries, provinceOf(facility)),
  warehouseName: (facility: string) => warehouseAddress(primaries, provinceOf(facility)),
})

/** What only the centre has; null at an edge. */
function centreOf(env: Env): Services['centre'] {
  const { REFERENCE_PRIMARY_URL: url, REFERENCE_PRIMARY_TOKEN: authToken, DMDC_SIGNING_KEY: signingKey } = env
  if (!url) return null
  if (env.REGISTER_URL === undefined) log({ event: 'history', cause: 'no register is configured' })
  let signer: Signer | undefined
  return {
    openPrimary: () =>
      openDatabase('reference', { url, authToken, timeoutMs: PRIMARY_TIMEOUT_MS, label: 'reference primary' }),
    openRegister: registerOf(env),
    dmdcSigner: signingKey ? async () => (signer ??= await createSigner(signingKey)) : null,
  }
}

const wired = new WeakMap<object, Services>()

/** The services of an isolate, put together once. */
export function servicesOf(bindings: Bindings): Services {
  const known = wired.get(bindings)
  if (known) return known
  const env = readEnv(bindings)
  whereabouts = { deployment: env.DEPLOYMENT, ...(env.HOST_NAME === undefined ? {} : { host: env.HOST_NAME }) }
  const openReplica = (timeoutMs = REFERENCE_TIMEOUT_MS) =>
    openDatabase('reference', { url: env.REFERENCE_URL, authToken: env.REFERENCE_TOKEN, timeoutMs })
  const primaries = { urls: env.WAREHOUSE_URLS, tokens: env.WAREHOUSE_TOKENS }
  const replicas = { urls: env.WAREHOUSE_REPLICA_URLS, tokens: env.WAREHOUSE_REPLICA_TOKENS }
  const store = storeOf(env)
  const services: Services = {
    store,
    assertRoom: createRoom({ free: freeBytesOf(env), least: env.STORE_LEAST_BYTES, now: Date.now }),
    freeBytes: freeBytesOf(env),
    ...receiptsOf(env),
    log,
    metrics,
    metricsToken: env.METRICS_TOKEN ?? null,
    toCentre: createToCentre(env.SHARDS, producersOf(env.SHARDS, bindings)),
    laneOf: createLaneChooser(Date.now),
    sendAgainAfterMs: env.SWEEP_AFTER_SECONDS * 1000,
    queue: env.QUEUE_NAME,
    admitDryRun: async (client) => (await env.DRY_RUNS.limit({ key: client })).success,
    openReplica: () => openReplica(),
    centre: centreOf(env),
    askCentre: askCentreBy(env),
    dmdcPublicKeys: env.DMDC_PUBLIC_KEYS,
    pack: rulePackOf(env.RULES_CONFIG, sha256),
    ...listsOf(env, openReplica),
    releaseInForceAt: releaseInForceBy(env),
    ...warehousesBy(primaries),
    centreState: null,
    warehouses: openWarehouses(primaries, replicas),
    earlier: createEarlierLookUp(
      (facility) => openNearest(primaries, replicas, provinceOf(facility), EARLIER_TIMEOUT_MS),
      logged('earlier'),
    ),
    vault: vaultOf(env),
    isAlone: env.DMDC_ONE_PERSON === 'true',
    webhooks: {
      send: senderBy(env.OUTGOING),
      insecureHosts: env.WEBHOOK_INSECURE_HOSTS,
      resolve: createResolver(env.WEBHOOK_RESOLVER_URL, (request) => fetch(request)),
    },
    wake: wakeBy(env),
    isAccountInForce: (account) => isAccountInForce(openReplica(), account),
    ...tokensOf(env),
    ...signInOf(env),
    ...limitsOf(env),
    calls: callsOf(store),
    contact: env.CONTACT,
    portal: portalOf(bindings),
    now: Date.now,
    randomName: () => crypto.randomUUID(),
  }
  const { centre, warehouses } = services
  if (centre)
    services.centreState = createCentreState({
      centre,
      warehouses,
      readBacklog: () => readBacklog(store.bucket),
      now: Date.now,
    })
  wired.set(bindings, services)
  return services
}
