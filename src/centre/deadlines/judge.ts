import type { Purpose } from '../../edge/identity/caller.ts'
import type { Due } from './due.ts'
import { managementDue, paymentDue } from './due.ts'
import { extendDue, type LostDay } from './outage-days.ts'

/** What of a dossier its deadlines follow from. Days are ISO; `NGAY_RA` as sent. */
export type Dated = {
  readonly purpose: Purpose
  readonly isAccepted: boolean
  readonly receivedOn: string
  /** null: the end of the encounter is not known. */
  readonly endedOn: string | null
  readonly NGAY_RA: string | null
}

export type Judged = {
  /** By the law alone, whatever outages there were. */
  readonly dueOn: string | null
  readonly timeliness: 'at-once' | 'in-time' | 'before-5th' | 'excused' | 'late' | null
  /** Id of the outage, where one excuses. */
  readonly excusedBy: string | null
  /** Of management data: by when payment data of the encounter is due, outages not counted. */
  readonly paymentDueOn: string | null
}

const UNKNOWN: Judged = { dueOn: null, timeliness: null, excusedBy: null, paymentDueOn: null }

/** Whether a dossier came in time. Nothing is said of one that was rejected, or whose encounter has no known end. */
export function judge({ purpose, isAccepted, receivedOn, endedOn, NGAY_RA }: Dated, lost: LostDay): Judged {
  if (!isAccepted || endedOn === null) return UNKNOWN
  const payment = paymentDue(endedOn)
  if (purpose === 'payment') return { ...timelinessOf(payment, endedOn, receivedOn, lost), paymentDueOn: null }
  return {
    ...timelinessOf(managementDue(endedOn, NGAY_RA), endedOn, receivedOn, lost),
    paymentDueOn: payment && extendDue(endedOn, payment.day, lost).day,
  }
}

function timelinessOf(
  due: Due | null,
  endedOn: string,
  receivedOn: string,
  lost: LostDay,
): Omit<Judged, 'paymentDueOn'> {
  if (due === null) return { dueOn: null, timeliness: null, excusedBy: null }
  const dueOn = due.day
  if (receivedOn <= dueOn) return { dueOn, timeliness: due.inTime, excusedBy: null }
  const { day, outage } = extendDue(endedOn, dueOn, lost)
  return receivedOn <= day
    ? { dueOn, timeliness: 'excused', excusedBy: outage }
    : { dueOn, timeliness: 'late', excusedBy: null }
}
