import { findCode } from '../code.ts'
import { ofSystem } from './canonical.ts'
import { designationsOf, displayOf, propertiesOf } from './concept.ts'
import type { FhirOperation } from './answer.ts'
import { codingOf, dayOf, needed, textOf, textsOf, wrong, type Coding } from './input.ts'

/** CodeSystem/$lookup. A code that is not in force on the day is returned too, as inactive. Throws code-unknown. */
export const lookUpConcept: FhirOperation = async (replica, input, { now }) => {
  const coding = codingOf(input, 'coding') ?? {
    system: needed(input, 'system'),
    code: needed(input, 'code'),
  }
  const { system, code, version }: Coding = coding
  if (system === undefined || code === undefined) throw wrong('coding', 'Coding.system, Coding.code')
  const { catalogue, version: pinned } = ofSystem(system)
  const day = dayOf(input, now)
  const release = version ?? textOf(input, 'version') ?? pinned
  const { standing, head, row, history } = await findCode(replica, { now, release, catalogue, code, day })
  const shown = row ?? history.at(-1)
  if (shown === undefined) throw new Error('a code was found without a row')
  const language = textOf(input, 'displayLanguage')
  const asked = textsOf(input, 'property')
  const isAsked = (property: string): boolean => asked.length === 0 || asked.includes(property)
  const wantsDesignations = isAsked('designation') || asked.some((property) => property.startsWith('lang.'))
  return {
    standing,
    resource: {
      resourceType: 'Parameters',
      parameter: [
        { name: 'name', valueString: head.titleVi },
        { name: 'version', valueString: standing.release.id },
        { name: 'display', valueString: displayOf(shown, language) },
        ...(wantsDesignations ? designationsOf(shown) : []).map(({ language: spoken, value }) => ({
          name: 'designation',
          part: [
            { name: 'language', valueCode: spoken },
            { name: 'value', valueString: value },
          ],
        })),
        ...propertiesOf(shown, day)
          .filter((property) => isAsked(property.code))
          .map((property) => ({
            name: 'property',
            part: [
              { name: 'code', valueCode: property.code },
              { name: 'value', ...property.value },
            ],
          })),
      ],
    },
  }
}
