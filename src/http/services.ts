import type { JSONWebKeySet } from 'jose'
import type { Centre, CentreServices } from '../centre/services.ts'
import type { CentreState } from '../centre/state.ts'
import type { Log } from '../kernel/log.ts'
import type { Metrics } from '../kernel/metrics.ts'
import type { Text } from '../kernel/text.ts'
import type { Reference } from '../store/database.ts'
import type { Signer } from '../codes/release/signature.ts'
import type { CallCounter } from '../edge/facade/calls.ts'
import type { LegacyTokenVerifier } from '../edge/facade/legacy-token.ts'
import type { SessionVerifier } from '../edge/identity/session.ts'
import type { Issuer, TokenVerifier } from '../edge/identity/token.ts'
import type { Notes } from '../edge/sign-in/notes.ts'
import type { OutsideProvider } from '../edge/sign-in/outside.ts'
import type { SignInPolicy } from '../edge/sign-in/policy.ts'
import type { AssertRoom } from '../edge/receipt/room.ts'
import type { SignReceipt } from '../edge/receipt/sign-receipt.ts'
import type { SignedIn } from '../edge/identity/caller.ts'
import type { OpenUploads } from '../edge/open-uploads.ts'
import type { GuessLimits } from '../edge/identity/guesses.ts'
import type { ChooseLane } from '../edge/queue/lanes.ts'
import type { Warehouses } from '../province/region.ts'
import type { EarlierLookUp } from '../edge/earlier/look-up.ts'

export type Contact = Readonly<Record<'hotline' | 'email' | 'group', string | null>> & { readonly hours: Text | null }

/** What the routes work with; wired once per isolate in src/wiring.ts. */
export type Services = CentreServices & {
  /** The lane of a file that has just come. */
  laneOf: ChooseLane
  assertRoom: AssertRoom
  signReceipt: SignReceipt
  /** By which anybody verifies receipts, those of years ago too. */
  receiptKeys: JSONWebKeySet
  /** Those of second bodies that sign checkpoints. */
  cosignerKeys: JSONWebKeySet
  /** How many bytes are free where the store lies; null: nobody here can say. */
  freeBytes: (() => Promise<number>) | null
  log: Log
  metrics: Metrics
  /** Who shows it reads /metrics; null: nobody. */
  metricsToken: string | null
  /** Databases and backlog; null at an edge. */
  centreState: (() => Promise<CentreState>) | null
  /**
   * The replica of the reference database, opened for each use: a client queues what exceeds its 20 exchanges, and a
   * request that waits for another one's exchange, or inherits the place of a cancelled one, hangs in Workers.
   */
  openReplica: () => Reference
  /** null at an edge. `dmdcSigner` signs releases and deltas; null where this deployment has no key for it. */
  centre: (Centre & { readonly dmdcSigner: (() => Promise<Signer>) | null }) | null
  /** By which followers verify those signatures. */
  dmdcPublicKeys: JSONWebKeySet
  /** Whether this client, by its address, may have another file checked without an account now. */
  admitDryRun: (client: string) => Promise<boolean>
  warehouses: Warehouses
  /** What was accepted before, asked while a sender waits. */
  earlier: EarlierLookUp
  /** Whether one person may import, approve and publish code lists: demonstrations and local stacks. */
  isAlone: boolean
  /** Asks the centre, at an edge that has a way to it. */
  askCentre: ((request: Request) => Promise<Response>) | null
  /** null where this deployment issues no tokens. */
  issuer: Issuer | null
  verifyToken: TokenVerifier
  verifySession: SessionVerifier
  /** What a browser keeps between two steps of signing in; null where this deployment issues no tokens. */
  notes: Notes | null
  signInPolicy: SignInPolicy
  outsideProviders: readonly OutsideProvider[]
  /** Tokens of the old web services: neither is taken for the other. */
  verifyLegacyToken: LegacyTokenVerifier
  /** Counts who speaks which wire. */
  calls: CallCounter
  /** Whether those are bound to the address of the client. */
  bindsLegacyTokens: boolean
  /** Whom a facility asks; what a deployment does not say is null. */
  contact: Contact
  /** Answers with a file of the built portal; null where the deployment has none. */
  portal: ((request: Request) => Promise<Response>) | null
  /** A line that operators look at: something unusual about accounts or persons. It holds no data of persons. */
  alarm: (line: { readonly event: string } & Readonly<Record<string, string | number>>) => void
  /** How many files a facility sends at once. */
  uploads: OpenUploads
  /** How often secrets may be guessed. */
  guesses: GuessLimits
  /** The header in which the proxy before this deployment writes the client's address; null: there is none, and no client's word is taken. */
  addressHeader: string | null
  randomName: () => string
}

/** The Hono environment of every route. */
export type AppEnv = {
  Bindings: Record<string, unknown>
  Variables: { services: Services; legacyFacility?: string; requestId: string; caller?: SignedIn }
}
