/** An entry of the outbox: one file, from its arrival to the answers. */
import { z } from 'zod'
import { STATES } from './states.ts'

const textSchema = z.object({ vi: z.string(), en: z.string() })

/** Why something was turned away, as a person reads it. */
export const problemSchema = z.object({ code: z.string(), message: textSchema, remedy: textSchema })
export type EntryProblem = z.infer<typeof problemSchema>

const jsonOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.string().transform((text) => schema.parse(JSON.parse(text)))

export const purposeSchema = z.enum(['management', 'payment'])

export const entrySchema = z.object({
  seq: z.int(),
  id: z.string(),
  facility: z.string(),
  purpose: purposeSchema,
  /** As the file was called; it may name a person and stays out of logs. */
  name: z.string(),
  way: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  packed: z.int(),
  dossiers: z.int(),
  /** Dossiers with an error, by the check here. */
  rejected: z.int(),
  state: z.enum(STATES),
  arrived_at: z.int(),
  changed_at: z.int(),
  /** The day (ISO) on which the first of its dossiers is due; null: not known. */
  due_on: z.string().nullable(),
  correction_code: z.string().nullable(),
  correction_reason: z.string().nullable(),
  released_by: z.string().nullable(),
  problem: jsonOf(problemSchema).nullable(),
})
export type Entry = z.infer<typeof entrySchema>

/** Columns of a delivery, without its receipt. */
export const DELIVERY = `SELECT entry, destination, state, attempts, next_at, tried_at, problem, submission, received_at, delivered_at,
  result_final_at FROM deliveries`
const DELIVERY_STATES = ['waiting', 'delivered', 'refused'] as const

export const deliverySchema = z.object({
  entry: z.int(),
  destination: z.string(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.int(),
  next_at: z.int(),
  tried_at: z.int().nullable(),
  /** Of the last try. */
  problem: jsonOf(problemSchema).nullable(),
  submission: z.string().nullable(),
  received_at: z.string().nullable(),
  delivered_at: z.int().nullable(),
  result_final_at: z.int().nullable(),
})
export type Delivery = z.infer<typeof deliverySchema>

/** A file that came and was checked; its body is durable under `id`. */
export type Arrival = {
  readonly id: string
  readonly facility: string
  readonly purpose: z.infer<typeof purposeSchema>
  readonly name: string
  /** By which way it came: folder, http, ftp. */
  readonly way: string
  readonly sha256: string
  readonly bytes: number
  readonly packed: number
  readonly dossiers: readonly { readonly number: number; readonly MA_LK: string | null; readonly outcome: string }[]
  readonly state: 'held' | 'waiting' | 'refused'
  readonly problem: EntryProblem | null
  readonly dueOn: string | null
  /** What the check found, as JSON of rendered findings; the true number beside. */
  readonly findings: string
  readonly findingsTotal: number
  /** Where it goes, and under which id it will be known there. */
  readonly destinations: readonly { readonly destination: string; readonly submission: string | null }[]
  /** Why it changes what was accepted before; null: it does not. */
  readonly correction: { readonly code: string; readonly reason: string } | null
}
