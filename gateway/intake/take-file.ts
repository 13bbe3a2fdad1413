/** The one way into the outbox: whatever a file came by, it is stored, checked and entered here. */
import { createHash } from 'node:crypto'
import { piecesOf } from '../../scripts/check/check-file.ts'
import { submissionId } from '../../src/edge/receipt/receipt.ts'
import type { CodeLists, RenderedFinding } from '../../src/engine/index.ts'
import type { FacilityConfiguration, Purpose } from '../configuration/schema.ts'
import type { Bodies } from '../outbox/bodies.ts'
import type { Entry, EntryProblem } from '../outbox/entry.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { checkArrival, type CheckedFile } from './check.ts'

/** A file as it comes in. */
export type IncomingDossiers = {
  readonly facility: FacilityConfiguration
  readonly purpose: Purpose
  /** As it was called; for people. */
  readonly name: string
  readonly way: string
  /** Where the XML lies, plain or gzip. */
  readonly path: string
}

export type Taken = {
  /** taken: it is in the outbox · known: these bytes were there already · refused: it will not be sent as it is. */
  readonly outcome: 'taken' | 'known' | 'refused'
  readonly entry: Entry
  readonly problem: EntryProblem | null
  readonly findings: readonly RenderedFinding[]
  readonly findingsTotal: number
}

export type TakeFile = (incoming: IncomingDossiers) => Promise<Taken>

export type TakeNeeds = {
  readonly outbox: Outbox
  readonly bodies: Bodies
  /** The lists in force here, and whether they are too old to refuse by. */
  readonly codeLists: () => Promise<CodeLists>
  readonly now: () => number
  /** A name that no other entry has. */
  readonly newId: () => string
}

/** The service's name in the outbox. */
const SERVICE = 'service'

/**
 * Stores the bytes, sealed, while it checks them; then enters the file as one. When this resolves with `taken`, a power cut loses nothing.
 * Rejects where the machine fails (disk full, file cannot be read): then nothing was entered.
 */
export const createTakeFile =
  ({ outbox, bodies, codeLists, now, newId }: TakeNeeds): TakeFile =>
  async (incoming) => {
    const { facility, purpose, path } = incoming
    const id = newId()
    const body = await bodies.create(id)
    try {
      const digest = createHash('sha256')
      let bytes = 0
      async function* stored(): AsyncGenerator<Uint8Array> {
        for await (const piece of piecesOf(path)) {
          digest.update(piece)
          bytes += piece.length
          await body.write(piece)
          yield piece
        }
      }
      const asked = { facility: facility.code, purpose, codes: await codeLists(), now: now() }
      const checked = await checkArrival(stored(), asked)
      const sha256 = digest.digest('hex')
      const known = checked.problem === null ? outbox.known(facility.code, purpose, sha256) : null
      if (known !== null) {
        await body.discard()
        return { outcome: 'known', entry: known, problem: null, findings: [], findingsTotal: 0 }
      }
      const problem = checked.problem ?? keptBack(facility, checked)
      const arrival = { ...arrivalOf(incoming, checked), id, sha256, bytes }
      if (problem !== null) {
        await body.discard()
        const entry = outbox.refuse({ ...arrival, packed: 0, state: 'refused', problem, destinations: [] })
        return { ...checked, outcome: 'refused', entry, problem }
      }
      const packed = await body.commit()
      const submission = submissionId(facility.code, purpose, sha256)
      const destinations = [{ destination: SERVICE, submission }]
      const taken = outbox.take({ ...arrival, packed, state: stateOf(incoming), problem: null, destinations })
      // The same bytes came by another way at the same moment.
      if (!taken.isNew) await body.discard()
      return { ...checked, outcome: taken.isNew ? 'taken' : 'known', entry: taken.entry, problem: null }
    } catch (error) {
      await body.discard()
      throw error
    }
  }

const arrivalOf = ({ facility, purpose, name, way }: IncomingDossiers, checked: CheckedFile) => ({
  facility: facility.code,
  purpose,
  name,
  way,
  dossiers: checked.dossiers,
  dueOn: checked.dueOn,
  findings: JSON.stringify(checked.findings),
  findingsTotal: checked.findingsTotal,
  correction: null,
})

/** Article 7: payment data is authenticated before it is sent. */
const stateOf = ({ facility, purpose }: IncomingDossiers): 'held' | 'waiting' =>
  purpose === 'payment' && facility.payment === 'after-release' ? 'held' : 'waiting'

/** Why a file that could be sent is not, by the policy of its facility. */
function keptBack({ send }: FacilityConfiguration, { dossiers, errors }: CheckedFile): EntryProblem | null {
  const rejected = dossiers.filter(({ outcome }) => outcome === 'rejected').length
  if (send === 'all' || rejected === 0) return null
  return {
    code: 'errors-found',
    message: {
      vi: `${rejected} trong ${dossiers.length} hồ sơ có lỗi (${errors} lỗi). Tệp chưa được gửi.`,
      en: `${rejected} of ${dossiers.length} dossiers have errors (${errors} in all). The file was not sent.`,
    },
    remedy: {
      vi: 'Sửa trong HIS theo danh sách, xuất lại rồi đưa tệp mới vào thư mục.',
      en: 'Mend them in the HIS by the list, export again and put the new file into the folder.',
    },
  }
}
