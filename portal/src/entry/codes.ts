/** What a code field offers: the closed list of the decision, or the catalogues it names. */
import { standards, type Field } from '../../../src/engine/index.ts'
import { CodeNames, searchIn, type Code } from './code-names.ts'

/** Every catalogue that a field of the standards in use names. */
export const CATALOGUES: readonly string[] = [
  ...new Set(
    Object.values(standards)
      .filter(({ acceptedUntil }) => acceptedUntil === undefined)
      .flatMap(({ tables }) => Object.values(tables))
      .flatMap(({ fields }) => Object.values(fields))
      .flatMap(({ codeList = [] }) => codeList),
  ),
]

export const names = new CodeNames()

export const hasCodes = ({ allowed, codeList }: Field): boolean => allowed !== undefined || codeList !== undefined

const ofDecision = (allowed: Readonly<Record<string, string>>): Code[] =>
  Object.entries(allowed).map(([code, name]) => ({ code, name }))

export const searchCodes = async ({ allowed, codeList }: Field, words: string): Promise<readonly Code[]> =>
  allowed ? searchIn(ofDecision(allowed), words) : names.search(codeList ?? [], words)

export const nameOfCode = ({ allowed, codeList }: Field, code: string): string | null =>
  allowed ? (allowed[code] ?? null) : names.nameOf(codeList ?? [], code)
