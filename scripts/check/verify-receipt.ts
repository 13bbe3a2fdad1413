/** `bhyt-edge verify-receipt`: proves, without the service, what was received, when, and what became of it. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'
import type { Text } from '../../src/kernel/text.ts'
import { bundleForm, verifyBundle } from '../../src/proof/bundle.ts'
import { assertBytes, assertOutcomes, verifyReceipt, type ReceiptClaims } from '../../src/proof/receipt-claims.ts'
import { Unproven } from '../../src/proof/signed.ts'
import { piecesOf } from './pieces.ts'
import { shownReceipt, type Proven } from './shown-receipt.ts'

const RECEIPT_USAGE = `bhyt-edge verify-receipt <tệp.xml> <biên nhận> [--keys <jwks.json>] [--cosigner-keys <jwks.json>] [--lang vi|en]

  Chứng minh, không cần mạng: hệ thống đã nhận đúng tệp này, lúc nào, của ai, kết quả từng hồ sơ ra sao.
  Proves offline that the service received this very file, when, from whom, and what became of each dossier.

  <tệp.xml>        tệp đã gửi, .xml hoặc .xml.gz / the file as it was sent
  <biên nhận>      tiêu đề BHYT-Receipt hoặc receipt.jws đã lưu, hay cả thông báo tiếp nhận (JSON)
                   the header BHYT-Receipt or receipt.jws as it was kept, or the whole acknowledgement (JSON);
                   hoặc gói chứng minh của GET /v1/receipts/{id}/proof: thêm vị trí trong sổ và mốc đã ký
                   or the bundle of GET /v1/receipts/{id}/proof: its place in the log and the signed checkpoint too
  --keys <tệp>     bản sao của GET /v1/receipts/keys, lưu từ nguồn tin cậy / a copy kept from a source you trust;
                   thiếu thì dùng khoá trong gói, và phải tự so kid / without it those of a bundle, to be compared by you
  --cosigner-keys <tệp>  khoá của bên thứ hai: mốc phải có chữ ký của họ / keys of a second body, which must have signed too

  Mã thoát: 0 đúng · 1 không chứng minh được (nêu lý do) · 2 không đọc được tệp hoặc tham số
  Exit codes: 0 proven · 1 not proven (the reason is printed) · 2 a file or argument that cannot be used
`

const UNPROVEN = 1
const UNUSABLE = 2

const NOT_COSIGNED: Text = {
  vi: 'Mốc của biên nhận này chưa có chữ ký của bên thứ hai.',
  en: 'No second body has signed the checkpoint of this receipt.',
}

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })
const bundle = bundleForm.extend({ keys: keySet })
const acknowledgement = z.object({ receipt: z.object({ jws: z.string(), outcomes: z.string() }) })

/** Runs the command on the arguments behind its name; `write` takes what it prints. Returns the exit code. */
export async function runVerifyReceipt(
  given: readonly string[],
  write: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      keys: { type: 'string' },
      'cosigner-keys': { type: 'string' },
      lang: { type: 'string', default: 'vi' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    write(RECEIPT_USAGE)
    return 0
  }
  const [file, receipt, ...more] = positionals
  const { keys, lang, 'cosigner-keys': cosignerKeys } = values
  if (file === undefined || receipt === undefined || more.length > 0 || !isLanguage(lang)) {
    process.stderr.write(RECEIPT_USAGE)
    return UNUSABLE
  }
  const evidence = receiptIn(await readFile(receipt, 'utf8'))
  const bundled = keys === undefined ? (evidence.bundle?.keys ?? null) : null
  if (keys === undefined && bundled === null) {
    process.stderr.write(RECEIPT_USAGE)
    return UNUSABLE
  }
  const published = keys === undefined ? keySetOf(bundled, receipt) : await readKeys(keys)
  const cosigners = cosignerKeys === undefined ? null : await readKeys(cosignerKeys)
  try {
    const proven = await prove(evidence, published, cosigners)
    assertBytes(proven.claims, await digestOf(file))
    write(`${shownReceipt(proven, evidence.outcomes, bundled)[lang]}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof Unproven)) throw error
    write(`${{ vi: 'KHÔNG CHỨNG MINH ĐƯỢC', en: 'NOT PROVEN' }[lang]}: ${error.reason[lang]}\n`)
    return UNPROVEN
  }
}

const isLanguage = (text: string): text is keyof Text => text === 'vi' || text === 'en'

const readKeys = async (path: string): Promise<JSONWebKeySet> => keySetOf(jsonIn(await readFile(path, 'utf8')), path)

function keySetOf(document: unknown, path: string): JSONWebKeySet {
  const parsed = keySet.safeParse(document)
  if (!parsed.success) throw new Error(`${path}: không phải bộ khoá JWKS / no key set (JWKS)`)
  // The keys' further members are checked when one is used.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return parsed.data
}

type Evidence = { jws: string; outcomes: string | null; bundle: z.infer<typeof bundle> | null }

/** The receipt by itself, in the acknowledgement, or in the bundle that proves its place in the log. */
function receiptIn(text: string): Evidence {
  const document = jsonIn(text)
  const bundled = bundle.safeParse(document)
  if (bundled.success) return { ...bundled.data.receipt, bundle: bundled.data }
  const parsed = acknowledgement.safeParse(document)
  return { ...(parsed.success ? parsed.data.receipt : { jws: text.trim(), outcomes: null }), bundle: null }
}

/** Throws Unproven. */
async function prove(
  { jws, outcomes, bundle: bundled }: Evidence,
  keys: JSONWebKeySet,
  cosigners: JSONWebKeySet | null,
): Promise<Proven> {
  if (bundled !== null) {
    const proven = await verifyBundle(bundled, keys, cosigners ?? undefined)
    if (cosigners !== null && proven.cosigners.length === 0) throw new Unproven(NOT_COSIGNED)
    return { ...proven, index: bundled.index }
  }
  if (cosigners !== null) throw new Unproven(NOT_COSIGNED)
  const claims = await verifyReceipt(jws, keys)
  if (outcomes !== null) assertOutcomes(claims, outcomes)
  return { claims, checkpoint: null }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Of the XML, unpacked where it is kept as gzip. */
async function digestOf(path: string): Promise<ReceiptClaims['file']> {
  const digest = createHash('sha256')
  let bytes = 0
  for await (const piece of await piecesOf(path)) {
    digest.update(piece)
    bytes += piece.length
  }
  return { sha256: digest.digest('hex'), bytes }
}
