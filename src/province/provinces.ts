import { and, eq, isNull } from 'drizzle-orm'
import { codes } from '../../db/reference/schema.ts'
import type { Reference } from '../store/database.ts'
import { available } from '../store/reference/available.ts'
import { Refusal } from './refusals.ts'

/** The code list of provinces. Card numbers and facility codes keep the codes from before 01/07/2025, addresses have those from then on. */
const CATALOGUE = 'provinces'

/** A province of before 01/07/2025, and the one it has belonged to since. */
export type Province = { readonly code: string; readonly name: string; readonly since: string }

/** All old provinces by code. Throws Refusal('reference-unavailable'). */
export async function provinces(reference: Reference): Promise<ReadonlyMap<string, Province>> {
  const rows = await available(() =>
    reference
      .select({ code: codes.code, name: codes.name, validTo: codes.validTo, replacedBy: codes.replacedBy })
      .from(codes)
      .where(and(eq(codes.catalogue, CATALOGUE), isNull(codes.untilRelease)))
      .orderBy(codes.code, codes.validFrom),
  )
  const today = new Map(rows.flatMap(({ code, name, validTo }) => (validTo === null ? [[code, name] as const] : [])))
  return new Map(
    rows.flatMap(({ code, name, validTo, replacedBy }) =>
      validTo === null ? [] : [[code, { code, name, since: today.get(replacedBy ?? code) ?? name }] as const],
    ),
  )
}

/** Throws Refusal('province-unknown') for a code that no province ever had. */
export async function assertProvince(reference: Reference, code: string): Promise<void> {
  const [row] = await available(() =>
    reference
      .select({ code: codes.code })
      .from(codes)
      .where(and(eq(codes.catalogue, CATALOGUE), eq(codes.code, code), isNull(codes.untilRelease)))
      .limit(1),
  )
  if (row === undefined) throw new Refusal('province-unknown', { province: code })
}

/**
 * What provinces are called as one: the name of today where they are all that it was made of, else their old names. `Tỉnh Bình Dương (cũ)`
 * is a part of what is TP.HCM today.
 */
export function nameOfProvinces(known: ReadonlyMap<string, Province>, asked: readonly string[]): string {
  const found = asked.flatMap((code) => known.get(code) ?? [])
  const [first] = found
  if (first === undefined) return asked.join(', ')
  const whole = [...known.values()].filter(({ since }) => since === first.since).map(({ code }) => code)
  if (whole.length === asked.length && whole.every((code) => asked.includes(code))) return first.since
  return found.map(({ name, since }) => (name === since && whole.length === 1 ? name : `${name} (cũ)`)).join(', ')
}
