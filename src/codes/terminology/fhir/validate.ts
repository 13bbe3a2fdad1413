import type { Reference } from '../../../store/database.ts'
import type { ListedCode } from '../../../store/reference/listed-code.ts'
import { Refusal } from '../../refusals.ts'
import { findCodes, type CodeAnswer } from '../code.ts'
import { isSystem, ofSystem, ofValueSet, systemOf } from './canonical.ts'
import { displayOf } from './concept.ts'
import { codingOf, conceptOf, dayOf, needed, textOf, wrong, type Coding, type Input } from './input.ts'
import type { OperationResult, FhirOperation } from './answer.ts'

/** CodeSystem/$validate-code: `url` names the system, or the coding does. */
export const validateInSystem: FhirOperation = (replica, input, { now }) => {
  const url = textOf(input, 'url')
  const codings = codingsIn(input, url).filter(({ system }) => url === undefined || system === url)
  if (url !== undefined) ofSystem(url)
  return judgeAny(replica, { codings, input, now, version: textOf(input, 'version') })
}

/** ValueSet/$validate-code: the value set of all codes of a catalogue that are in force on the day. */
export const validateInValueSet: FhirOperation = (replica, input, { now }) => {
  const { catalogue, version } = ofValueSet(needed(input, 'url'))
  const own = systemOf(catalogue)
  const codings = codingsIn(input, textOf(input, 'system') ?? own).filter(({ system }) => system === own)
  const pinned = textOf(input, 'valueSetVersion') ?? version ?? textOf(input, 'systemVersion')
  return judgeAny(replica, { codings, input, now, version: pinned, otherwise: own })
}

function codingsIn(input: Input, system: string | undefined): Coding[] {
  const concept = conceptOf(input, 'codeableConcept')
  if (concept !== undefined) return concept
  const coding = codingOf(input, 'coding')
  if (coding !== undefined) return [coding]
  const code = needed(input, 'code')
  if (system === undefined) throw wrong('url', 'urn:bhyt-edge:dmdc:…')
  return [{ system, code, display: textOf(input, 'display') }]
}

type Question = {
  codings: readonly Coding[]
  input: Input
  now: number
  version: string | undefined
  /** The system that an issue names when no coding is of it. */
  otherwise?: string
}

/** A concept is valid when one of its codings is. */
async function judgeAny(
  replica: Reference,
  { codings, input, now, version, otherwise }: Question,
): Promise<OperationResult> {
  const day = dayOf(input, now)
  const language = textOf(input, 'displayLanguage')
  const ours = codings.filter(({ system = '' }) => isSystem(system))
  const system = ours[0]?.system ?? otherwise ?? textOf(input, 'url')
  if (system === undefined) throw new Refusal('fhir-url-unknown')
  const asked = ours.length > 0 ? ours : [{ system, code: '' }]
  let last: OperationResult | undefined
  for (const coding of asked) {
    const { catalogue, version: pinned } = ofSystem(coding.system ?? '')
    const { code = '' } = coding
    const release = version ?? coding.version ?? pinned
    const [answer] = await findCodes(replica, { now, release, catalogue, day, codes: [code] })
    if (answer === undefined) throw new Error('a code was asked for and not answered')
    const { result, message, row } = judge(answer, coding, day)
    last = {
      standing: answer.standing,
      resource: {
        resourceType: 'Parameters',
        parameter: [
          { name: 'result', valueBoolean: result },
          ...(message === null ? [] : [{ name: 'message', valueString: message }]),
          ...(row === undefined ? [] : [{ name: 'display', valueString: displayOf(row, language) }]),
        ],
      },
    }
    if (result) return last
  }
  if (last === undefined) throw new Error('nothing was judged')
  return last
}

type Judgement = { result: boolean; message: string | null; row: ListedCode | undefined }

function judge({ head, row, history }: CodeAnswer, { code = '', display }: Coding, day: string): Judgement {
  const latest = history.at(-1)
  if (code === '') return { result: false, message: `No coding of ${systemOf(head.id)} was given.`, row: undefined }
  if (latest === undefined) {
    const unproven =
      head.completeness === 'partial' || (head.completeFrom !== null && day < head.completeFrom)
        ? ' This copy of the catalogue is not complete for that day: it does not prove that there is no such code.'
        : ''
    return { result: false, message: `${systemOf(head.id)} has no code ${code}.${unproven}`, row: undefined }
  }
  if (row === null) return { result: false, message: `${code} is not in force on ${day}.`, row: latest }
  if (display !== undefined && ![row.name, displayOf(row, 'en')].some((name) => folded(name) === folded(display)))
    return { result: false, message: `The display of ${code} is another: ${row.name}`, row }
  return { result: true, message: null, row }
}

/** Capitals and blanks do not make another name; accents do. */
const folded = (name: string): string => name.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
