import { vietnamIsoDay } from '../../../kernel/vietnam-time.ts'
import type { Reference } from '../../../store/database.ts'
import type { ListedCode } from '../../../store/reference/listed-code.ts'
import { findCodes, findReplaced, successorsOf } from '../code.ts'
import type { Asked } from '../scope.ts'
import { conceptMapOf, ofConceptMap, ofSystem, systemOf, valueSetOf } from './canonical.ts'
import { codingOf, conceptOf, needed, textOf, wrong, type Coding, type Input } from './input.ts'
import type { FhirOperation } from './answer.ts'

/**
 * ConceptMap/$translate by what took a code's place: forward from the old code to the new, with `reverse` back. A decision says what
 * replaces a code, not that both mean the same: the equivalence reported is `relatedto`.
 */
export const translateConcept: FhirOperation = async (replica, input, { now }) => {
  const url = textOf(input, 'url')
  const mapped = url === undefined ? undefined : ofConceptMap(url)
  const coding = codingIn(input)
  const system = coding.system ?? (mapped === undefined ? undefined : systemOf(mapped.catalogue))
  if (system === undefined) throw wrong('system', 'urn:bhyt-edge:dmdc:…')
  const { catalogue, version } = ofSystem(system)
  if (coding.code === undefined) throw wrong('code', 'a value')
  const release = textOf(input, 'conceptMapVersion') ?? textOf(input, 'version') ?? coding.version ?? version
  const day = vietnamIsoDay(now)
  const asked = { now, release, catalogue, day }
  const [found] = await findCodes(replica, { ...asked, codes: [coding.code] })
  if (found === undefined) throw new Error('a code was asked for and not answered')
  const { standing, history } = found
  const pinned = { ...asked, release: standing.release.id }
  const elsewhere = (mapped !== undefined && mapped.catalogue !== catalogue) || leadsElsewhere(input, catalogue)
  const matches = elsewhere
    ? []
    : textOf(input, 'reverse') === 'true'
      ? unique(await findReplaced(replica, { ...pinned, code: coding.code }))
      : await successors(replica, pinned, history)
  const message =
    history.length === 0
      ? `${systemOf(catalogue)} has no code ${coding.code}.`
      : matches.length === 0
        ? `Nothing is known to have taken the place of ${coding.code}.`
        : null
  return {
    standing,
    resource: {
      resourceType: 'Parameters',
      parameter: [
        { name: 'result', valueBoolean: matches.length > 0 },
        ...(message === null ? [] : [{ name: 'message', valueString: message }]),
        ...matches.map(({ code, name }) => ({
          name: 'match',
          part: [
            { name: 'equivalence', valueCode: 'relatedto' },
            {
              name: 'concept',
              valueCoding: {
                system: systemOf(catalogue),
                version: standing.release.id,
                code,
                ...(name === '' ? {} : { display: name }),
              },
            },
            { name: 'source', valueUri: conceptMapOf(catalogue) },
          ],
        })),
      ],
    },
  }
}

function codingIn(input: Input): Coding {
  const concept = conceptOf(input, 'codeableConcept')
  const coding = codingOf(input, 'coding') ?? concept?.find(({ system = '' }) => system.startsWith('urn:bhyt-edge:'))
  if (coding !== undefined) return coding
  if (concept !== undefined) throw wrong('codeableConcept', 'urn:bhyt-edge:dmdc:…')
  return { system: textOf(input, 'system'), code: needed(input, 'code') }
}

/** A successor is in the same list: from and to any other there is no way. */
function leadsElsewhere(input: Input, catalogue: string): boolean {
  const system = textOf(input, 'targetsystem')
  const target = textOf(input, 'target')
  const source = textOf(input, 'source')
  return (
    (source !== undefined && source !== valueSetOf(catalogue)) ||
    (system !== undefined && system !== systemOf(catalogue)) ||
    (target !== undefined && target !== valueSetOf(catalogue))
  )
}

type Match = { readonly code: string; readonly name: string }

async function successors(
  replica: Reference,
  asked: Asked & { catalogue: string; day: string },
  history: readonly ListedCode[],
): Promise<Match[]> {
  const codes = [...new Set(history.flatMap(successorsOf))]
  if (codes.length === 0) return []
  const found = await findCodes(replica, { ...asked, codes })
  return found.map(({ row, history: periods }, at) => ({
    code: codes[at] ?? '',
    name: (row ?? periods.at(-1))?.name ?? '',
  }))
}

const unique = (rows: readonly ListedCode[]): Match[] => {
  const names = new Map<string, string>()
  for (const { code, name } of rows) if (!names.has(code)) names.set(code, name)
  return [...names].map(([code, name]) => ({ code, name }))
}
