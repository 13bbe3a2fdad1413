import { and, eq, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { Reference } from '../../store/database.ts'
import { mappings } from '../../../db/reference/workflow.ts'
import type { Caller } from '../../edge/identity/caller.ts'
import { Refusal } from '../refusals.ts'
import { ownerOf } from '../proposals/propose.ts'
import { cutBySize, readAll } from '../pieces.ts'
import { mergeUpload, type LocalCode, type MappingRow } from './local-code.ts'
import { namesOf } from './read.ts'

export type Uploaded = { readonly added: number; readonly changed: number; readonly unchanged: number }

/**
 * Writes the local codes of a facility, all or none. Throws catalogue-unknown, and row-invalid for a period that cannot be or a national
 * code that the list does not have. Safe to repeat. `now`: epoch ms.
 */
export async function uploadLocalCodes(
  primary: Reference,
  caller: Caller & { readonly role: 'facility' },
  catalogue: string,
  uploaded: readonly LocalCode[],
  now: number,
): Promise<Uploaded> {
  const { facility, account: by } = caller
  await ownerOf(primary, catalogue)
  await assertListed(primary, catalogue, uploaded)
  const held = await readAll<MappingRow>((last, limit) =>
    primary
      .select()
      .from(mappings)
      .where(
        and(
          eq(mappings.facility, facility),
          eq(mappings.catalogue, catalogue),
          last === null
            ? undefined
            : sql`(${mappings.localCode}, ${mappings.validFrom}) > (${last.localCode}, ${last.validFrom})`,
        ),
      )
      .orderBy(mappings.localCode, mappings.validFrom)
      .limit(limit),
  )
  const { written, recounted, added, unchanged } = mergeUpload(held, uploaded, { facility, catalogue, by, now })
  const [first, ...rest] = [
    ...cutBySize(written).map((rows) => insertRows(primary, rows)),
    ...cutBySize(recounted).map((rows) => recount(primary, rows)),
  ]
  if (first !== undefined) await primary.batch([first, ...rest])
  return { added, changed: written.length + recounted.length - added, unchanged }
}

/** Throws Refusal('row-invalid') for the first row whose national code no release has. */
async function assertListed(primary: Reference, catalogue: string, uploaded: readonly LocalCode[]): Promise<void> {
  const wanted = [...new Set(uploaded.flatMap(({ code }) => code ?? []))]
  const known = await namesOf(primary, catalogue, wanted)
  const at = uploaded.findIndex(({ code }) => code !== undefined && code !== null && !known.has(code))
  if (at < 0) return
  throw new Refusal('row-invalid', {
    row: at + 1,
    field: 'code',
    expected: { vi: `mã của danh mục ${catalogue}`, en: `a code of the list ${catalogue}` },
  })
}

type Statement = BatchItem<'sqlite'>

const insertRows = (primary: Reference, rows: readonly MappingRow[]): Statement =>
  primary.run(sql`
    INSERT INTO ${mappings} (facility, catalogue, local_code, valid_from, valid_to, local_name, attributes, code, state, proposed_by,
      proposed_at, decided_by, decided_at, comment, used)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8,
      value ->> 9, value ->> 10, NULL, NULL, '', value ->> 11
    FROM json_each(${JSON.stringify(
      rows.map((row) => [
        row.facility,
        row.catalogue,
        row.localCode,
        row.validFrom,
        row.validTo,
        row.localName,
        row.attributes,
        row.code,
        row.state,
        row.proposedBy,
        row.proposedAt,
        row.used,
      ]),
    )}) WHERE true
    ON CONFLICT (facility, catalogue, local_code, valid_from) DO UPDATE SET
      valid_to = excluded.valid_to, local_name = excluded.local_name, attributes = excluded.attributes, code = excluded.code,
      state = excluded.state, proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at, decided_by = NULL,
      decided_at = NULL, comment = '', used = excluded.used`)

/** Nothing else of the row is touched: the province may be deciding about it at this moment. */
const recount = (primary: Reference, rows: readonly MappingRow[]): Statement =>
  primary.run(sql`
    UPDATE ${mappings} SET used = counted.value ->> 4
    FROM json_each(${JSON.stringify(
      rows.map(({ facility, catalogue, localCode, validFrom, used }) => [
        facility,
        catalogue,
        localCode,
        validFrom,
        used,
      ]),
    )}) AS counted
    WHERE mappings.facility = counted.value ->> 0 AND mappings.catalogue = counted.value ->> 1
      AND mappings.local_code = counted.value ->> 2 AND mappings.valid_from = counted.value ->> 3`)
