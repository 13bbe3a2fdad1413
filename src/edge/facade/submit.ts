import { assertPurpose, authenticatingPerson } from '../identity/caller.ts'
import type { Correction, Receipt } from '../receipt/receipt.ts'
import type { Purpose } from '../identity/caller.ts'
import type { IncomingFile } from '../receive.ts'
import { Refusal } from '../refusals.ts'
import type { LegacyCaller } from './legacy-token.ts'
import type { WrapperFields } from './wrapper/fields.ts'
import { openWrapper } from './wrapper/open-wrapper.ts'

/** What an old path and its parameters say of a file. */
export type LegacySubmission = {
  readonly purpose: Purpose
  /** The kinds that the path takes. */
  readonly loaiHoSo: readonly string[]
  readonly caller: LegacyCaller
  /** Whether payment data of the facility is taken without a person for now. */
  readonly isPersonWaived: boolean
  /** Parameters beside the body. */
  readonly parameters: WrapperFields
  readonly body: AsyncIterable<Uint8Array>
  readonly contentType: string | undefined
}

/** The old services have no parameter for a reason; the circular (48/2017/TT-BYT, article 13) asks for one. */
const UNREASONED: Correction = {
  code: 'other',
  reason: 'Gửi lại qua dịch vụ web cũ; phần mềm không nêu lý do.',
}

/**
 * A file that came by an old service, as `receive` takes it. `take` is the one way of every file; it is handed in, so that whoever has no
 * bucket and no queue takes it in another way. Throws a Refusal, also while the file is read.
 */
export async function submitLegacy(
  { purpose, loaiHoSo, caller, isPersonWaived, parameters, body, contentType }: LegacySubmission,
  take: (file: IncomingFile) => Promise<{ receipt: Receipt; isReplay: boolean }>,
): Promise<{ receipt: Receipt; isReplay: boolean }> {
  assertPurpose(caller, purpose)
  const isNobody = isPersonWaived && caller.person === undefined
  const authenticatedBy = isNobody ? null : authenticatingPerson(caller, purpose)
  const { fields, file } = await openWrapper(body, contentType)
  const assertOwn = (): void => {
    assertParameters(parameters, caller, loaiHoSo)
    assertParameters(fields, caller, loaiHoSo)
  }
  assertOwn()
  if (file === null) throw new Refusal('wrapper-file-missing')
  return take({
    facility: caller.facility,
    purpose,
    authenticatedBy,
    stated: null,
    correction: null,
    otherwise: UNREASONED,
    body: checkedAfter(file, assertOwn),
    length: null,
  })
}

/** Parameters may lie behind the file, too: then they are checked when it has ended, before anything of it is kept. */
async function* checkedAfter(file: AsyncIterable<Uint8Array>, check: () => void): AsyncGenerator<Uint8Array> {
  yield* file
  check()
}

/** Throws `sender-mismatch`, `dossier-kind-wrong`. */
function assertParameters(fields: WrapperFields, caller: LegacyCaller, kinds: readonly string[]): void {
  assertOwnFacility(fields, caller)
  const kind = fields.get('loaiHoSo', 'loaiHs')
  if (kind !== '' && !kinds.includes(kind)) throw new Refusal('dossier-kind-wrong', { expected: kinds.join(', ') })
}

/** The old gateway files what comes with a foreign token silently under the wrong sender. Throws `sender-mismatch`. */
export function assertOwnFacility(fields: WrapperFields, { facility, province }: LegacyCaller): void {
  const sender = fields.get('maCSKCB')
  const sentProvince = fields.get('maTinh')
  if (sender !== '' && sender !== facility) throw new Refusal('sender-mismatch')
  if (sentProvince !== '' && sentProvince.padStart(2, '0') !== province) throw new Refusal('sender-mismatch')
}
