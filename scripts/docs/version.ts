import { createHash } from 'node:crypto'
import { allSeries, type CataloguedRule } from '../../src/engine/index.ts'

/** Enough that two catalogues of one day differ in it, short enough for a header line. */
const DIGEST_CHARACTERS = 8
const VERSION = /'(\d{4}\.\d{2}\.\d+)(?:\+[0-9a-f]+)?'/

/**
 * `src/engine/rules/version.ts` with the digest of this catalogue and of the dated figures behind its `+`; the number before it
 * is raised by hand, when a release is made or when a check's meaning changes without its words. Throws where the file holds no version.
 */
export function renewVersion(
  source: string,
  catalogue: readonly CataloguedRule[],
): { source: string; version: string } {
  const number = VERSION.exec(source)?.[1]
  if (number === undefined) throw new Error('src/engine/rules/version.ts holds no version of the form YYYY.MM.n')
  const digest = createHash('sha256')
    .update(JSON.stringify([catalogue, allSeries]))
    .digest('hex')
    .slice(0, DIGEST_CHARACTERS)
  const version = `${number}+${digest}`
  return { source: source.replace(VERSION, `'${version}'`), version }
}
