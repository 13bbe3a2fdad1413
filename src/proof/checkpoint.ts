/**
 * A checkpoint: the head of a log of receipts, signed. Who keeps one can demand to be shown that every later one has the same receipts in front.
 * A second body signs the same head once it has been shown that: so nobody can show one log to some and another to others.
 */
import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'
import type { Text } from '../kernel/text.ts'
import { assertInTime, Unproven, verifyStatement } from './signed.ts'

const head = {
  version: z.literal(1),
  /** Who signs. */
  iss: z.string(),
  /** When, epoch seconds. */
  iat: z.int(),
  /** Which log. */
  log: z.string(),
  size: z.int().nonnegative(),
  /** Over so many receipts; SHA-256 in hexadecimal. */
  root: z.string().regex(/^[0-9a-f]{64}$/),
}
const checkpointClaims = z.object(head)
export type CheckpointClaims = z.infer<typeof checkpointClaims>

const OTHER_FORM: Text = {
  vi: 'Nội dung đã ký không có dạng mốc sổ biên nhận mà chương trình này biết.',
  en: 'What was signed has no form of a checkpoint that this program knows.',
}
const OTHER_HEAD: Text = {
  vi: 'Bên thứ hai ký một mốc khác.',
  en: 'The second body signed another checkpoint.',
}

async function verifyHead(
  kind: 'checkpoint' | 'cosignature',
  jws: string,
  keys: JSONWebKeySet,
): Promise<{ readonly claims: CheckpointClaims; readonly by: string }> {
  const { claims, key } = await verifyStatement(kind, jws, keys)
  const parsed = checkpointClaims.safeParse(claims)
  if (!parsed.success) throw new Unproven(OTHER_FORM)
  assertInTime(key, parsed.data.iat)
  return { claims: parsed.data, by: key.kid ?? '' }
}

/** The claims of a checkpoint whose signature holds. Throws Unproven. */
export const verifyCheckpoint = async (jws: string, keys: JSONWebKeySet): Promise<CheckpointClaims> =>
  (await verifyHead('checkpoint', jws, keys)).claims

/** What a second body signed, and the id of its key. Throws Unproven. */
export const verifyCosignature = (
  jws: string,
  keys: JSONWebKeySet,
): Promise<{ readonly claims: CheckpointClaims; readonly by: string }> => verifyHead('cosignature', jws, keys)

/** Throws Unproven where it signed another head than that of the checkpoint. */
export function assertSameHead(claims: CheckpointClaims, of: CheckpointClaims): void {
  if (claims.log !== of.log || claims.size !== of.size || claims.root !== of.root) throw new Unproven(OTHER_HEAD)
}
