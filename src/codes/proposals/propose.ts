import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import { and, eq, isNull } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { catalogues, codes } from '../../../db/reference/schema.ts'
import { proposals, proposalSteps } from '../../../db/reference/workflow.ts'
import { attributesText, listedCode, searchTextOf, type ListedCode } from '../../store/reference/listed-code.ts'
import type { Caller } from '../../edge/identity/caller.ts'
import { Refusal } from '../refusals.ts'
import { findSimilarCodes, findSimilarProposals } from '../likeness/find-similar.ts'
import { rank, type Likeness, type Named } from '../likeness/compare-entries.ts'
import type { ProposalRow } from './proposal.ts'

/** What a facility asks for. `name` and `attributes` may be left out where a known code is changed or closed. */
export type Wanted = {
  readonly catalogue: string
  readonly kind: 'new' | 'change' | 'close'
  readonly code: string | null
  readonly name: string | null
  readonly attributes: Readonly<Record<string, string>> | null
  /** First day of the change; of a close, the first day without the code. ISO; null: whoever decides says. */
  readonly validFrom: string | null
  readonly evidence: string
}

type Content = Pick<
  ProposalRow,
  'catalogue' | 'kind' | 'code' | 'name' | 'attributes' | 'validFrom' | 'evidence' | 'searchText'
>

/** All rows of a code in the newest release. */
export async function standingRows(database: Reference, catalogue: string, code: string): Promise<ListedCode[]> {
  const rows = await database
    .select()
    .from(codes)
    .where(and(eq(codes.catalogue, catalogue), eq(codes.code, code), isNull(codes.untilRelease)))
    .orderBy(codes.validFrom)
  return rows.map(listedCode)
}

/** The department that owns a catalogue. Throws Refusal('catalogue-unknown'). */
export async function ownerOf(database: Reference, catalogue: string): Promise<string> {
  const [known] = await database
    .select({ owner: catalogues.owner })
    .from(catalogues)
    .where(eq(catalogues.id, catalogue))
  if (known === undefined) throw new Refusal('catalogue-unknown', { catalogue })
  return known.owner
}

const missing = (parameter: string): Refusal =>
  new Refusal('parameter-invalid', { parameter, expected: { vi: 'một giá trị', en: 'a value' } })

/**
 * What is written of a wish, completed from the code it is about. Throws catalogue-unknown, code-unknown (to change or close what is
 * not there), code-taken (new, but the code is there), parameter-invalid (no code or no name).
 */
export async function contentOf(database: Reference, wanted: Wanted, now: number): Promise<Content> {
  const { catalogue, kind, code, validFrom, evidence } = wanted
  await ownerOf(database, catalogue)
  const standing = code === null ? [] : await standingRows(database, catalogue, code)
  const today = vietnamIsoDay(now)
  const open = standing.filter(({ validTo }) => validTo === null || validTo >= (validFrom ?? today))
  if (kind === 'new' && open.length > 0) throw new Refusal('code-taken')
  if (kind !== 'new' && code === null) throw missing('code')
  const known = kind === 'new' ? undefined : open.at(-1)
  if (kind !== 'new' && known === undefined) throw new Refusal('code-unknown')
  const name = wanted.name ?? known?.name ?? null
  if (name === null) throw missing('name')
  return {
    catalogue,
    kind,
    code,
    name,
    attributes: attributesText(wanted.attributes ?? known?.attributes ?? {}),
    validFrom,
    evidence,
    searchText: searchTextOf({ code: code ?? '', name }),
  }
}

/** Writes a new proposal, which from now on lies with the province of its facility. `id` is random, `now` epoch ms. */
export async function propose(
  primary: Reference,
  caller: Caller & { readonly role: 'facility' },
  wanted: Wanted,
  { id, now }: { id: string; now: number },
): Promise<ProposalRow> {
  const row: ProposalRow = {
    id,
    ...(await contentOf(primary, wanted, now)),
    state: 'open',
    facility: caller.facility,
    province: caller.province,
    proposedAt: now,
    changedAt: now,
    draft: null,
    revision: 1,
  }
  await primary.batch([
    primary.insert(proposals).values(row),
    primary.insert(proposalSteps).values({
      proposal: id,
      number: 1,
      action: 'propose',
      actor: caller.account,
      role: caller.role,
      at: now,
      comment: wanted.evidence,
    }),
  ])
  return row
}

export type Duplicate = Likeness &
  Named & {
    readonly code: string | null
    /** A code of the list, or another proposal that is not decided yet. */
    readonly source: 'list' | 'proposal'
    readonly proposal: string | null
    readonly validFrom: string | null
    readonly validTo: string | null
  }

/** Below, two names have words in common, no more. */
const LEAST_ALIKE = 0.6
const MOST_DUPLICATES = 10

/** What may be the same under another name or code: codes in force and open proposals, the most alike first. */
export async function likelyDuplicates(
  database: Reference,
  wanted: Named & { readonly id: string; readonly catalogue: string },
  now: number,
): Promise<Duplicate[]> {
  const [listed, proposed] = await Promise.all([
    findSimilarCodes(database, wanted.catalogue, wanted, vietnamIsoDay(now)),
    findSimilarProposals(database, wanted.catalogue, wanted),
  ])
  // A change is about its own code: that one is no duplicate.
  const others = listed
    .filter(({ code }) => code !== wanted.code)
    .map((row) => ({ ...row, source: 'list' as const, proposal: null }))
  const open = proposed
    .filter(({ id }) => id !== wanted.id)
    .map(({ id, code, name, attributes }) => ({
      source: 'proposal' as const,
      proposal: id,
      code,
      name,
      attributes,
      validFrom: null,
      validTo: null,
    }))
  const ranked = rank<(typeof others)[number] | (typeof open)[number]>(wanted, [...others, ...open], {
    least: LEAST_ALIKE,
    most: MOST_DUPLICATES,
  })
  return ranked.map(({ entry, likeness }) => ({ ...entry, ...likeness }))
}
