import type { HeaderName } from '../envelope/read-envelope.ts'
import { detached } from '../../kernel/detached.ts'
import type { Demand } from '../finding/finding.ts'
import { isDate, isoDay } from '../record/moment.ts'
import type { Place } from '../../kernel/refusal.ts'
import { Refusal } from '../refusals.ts'
import { ENVELOPE_DEMANDS } from '../rules/envelope-demands.ts'
import type { Standard } from '../standards/field.ts'
import type { TextParams } from '../../kernel/text.ts'
import { createFirstOnly } from './first-only.ts'

/** What a file says of itself before and behind its dossiers: whose it is, when it was made, how many they are. */
export type FileHeader = {
  /** NGAYLAP, yyyymmdd; null while it is unknown. */
  madeOn: () => number | null
  read: (name: HeaderName, value: string, place: Place) => void
  /** Throws facility-missing, facility-mismatch. */
  checkFacility: (value: string, place: Place) => void
  /** Whether this is the file's facility; where nobody has said yet whose file it is, the first one named is. */
  isOwn: (facility: string) => boolean
  /** Whether no dossier before had this MA_LK. */
  isFirst: (MA_LK: string) => boolean
  /** null: nobody has said yet. */
  facility: () => string | null
  /** Judges the header as a whole; returns SOLUONGHOSO. Throws facility-missing, dossiers-fewer-than-declared. */
  close: (counted: number, standard: Standard | null) => number | null
}

/** `stated` is the token's facility, null where nobody signed in; `say` takes what is wrong with the file and refuses nothing. */
export function createFileHeader(
  stated: string | null,
  say: (demand: Demand, place: Partial<Place>, params?: TextParams) => void,
): FileHeader {
  const seen = new Set<HeaderName>()
  let facility = stated
  let declared: number | null = null
  let madeOn: number | null = null

  function checkFacility(value: string, place: Place): void {
    if (value === '') throw new Refusal('facility-missing', {}, place)
    if (!isOwn(value)) throw new Refusal('facility-mismatch', {}, place)
  }

  function isOwn(value: string): boolean {
    facility ??= detached(value)
    return value === facility
  }

  function readCount(value: string, place: Partial<Place>): void {
    declared = /^\d{1,9}$/.test(value) ? Number(value) : null
    if (declared === null) say(ENVELOPE_DEMANDS.declaredCount, place)
  }

  function readDate(value: string, place: Partial<Place>): void {
    madeOn = isDate(value) ? Number(value) : null
    if (madeOn === null) say(ENVELOPE_DEMANDS.date, place)
  }

  return {
    madeOn: () => madeOn,
    checkFacility,
    isOwn,
    isFirst: createFirstOnly(),
    facility: () => facility,
    read(name, value, place) {
      seen.add(name)
      if (name === 'MACSKCB') checkFacility(value, place)
      else if (name === 'SOLUONGHOSO') readCount(value, place)
      else readDate(value, place)
    },
    close(counted, standard) {
      if (!seen.has('MACSKCB')) throw new Refusal('facility-missing')
      if (!seen.has('SOLUONGHOSO')) readCount('', {})
      if (!seen.has('NGAYLAP')) readDate('', {})
      if (declared !== null && counted < declared)
        throw new Refusal('dossiers-fewer-than-declared', { declared, counted })
      if (declared !== null && counted > declared) say(ENVELOPE_DEMANDS.moreThanDeclared, {}, { declared, counted })
      const until = standard?.acceptedUntil
      if (standard && until && madeOn !== null && isoDay(madeOn) > until) {
        say(ENVELOPE_DEMANDS.standardInForce, {}, { standard: standard.id, until, day: isoDay(madeOn) })
      }
      return declared
    },
  }
}
