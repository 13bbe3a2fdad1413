/** `bhyt-edge verify-receipt`: proves, without the service, what was received, when, and what became of it. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createGunzip } from 'node:zlib'
import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'
import type { Text } from '../../src/kernel/text.ts'
import { assertBytes, assertOutcomes, verifyReceipt, type ReceiptClaims } from '../../src/proof/receipt-claims.ts'
import { Unproven } from '../../src/proof/signed.ts'

const RECEIPT_USAGE = `bhyt-edge verify-receipt <tệp.xml> <biên nhận> --keys <jwks.json> [--lang vi|en]

  Chứng minh, không cần mạng: hệ thống đã nhận đúng tệp này, lúc nào, của ai, kết quả từng hồ sơ ra sao.
  Proves offline that the service received this very file, when, from whom, and what became of each dossier.

  <tệp.xml>        tệp đã gửi, .xml hoặc .xml.gz / the file as it was sent
  <biên nhận>      tiêu đề BHYT-Receipt hoặc receipt.jws đã lưu, hay cả thông báo tiếp nhận (JSON)
                   the header BHYT-Receipt or receipt.jws as it was kept, or the whole acknowledgement (JSON)
  --keys <tệp>     bản sao của GET /v1/receipts/keys, lưu từ nguồn tin cậy / a copy kept from a source you trust

  Mã thoát: 0 đúng · 1 không chứng minh được (nêu lý do) · 2 không đọc được tệp hoặc tham số
  Exit codes: 0 proven · 1 not proven (the reason is printed) · 2 a file or argument that cannot be used
`

const UNPROVEN = 1
const UNUSABLE = 2
const GZIP_MAGIC = [0x1f, 0x8b]

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })
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
      lang: { type: 'string', default: 'vi' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    write(RECEIPT_USAGE)
    return 0
  }
  const [file, receipt, ...more] = positionals
  const { keys, lang } = values
  if (file === undefined || receipt === undefined || keys === undefined || more.length > 0 || !isLanguage(lang)) {
    process.stderr.write(RECEIPT_USAGE)
    return UNUSABLE
  }
  const published = await readKeys(keys)
  const { jws, outcomes } = receiptIn(await readFile(receipt, 'utf8'))
  try {
    const claims = await verifyReceipt(jws, published)
    assertBytes(claims, await digestOf(file))
    if (outcomes !== null) assertOutcomes(claims, outcomes)
    write(`${shown(claims, outcomes)[lang]}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof Unproven)) throw error
    write(`${{ vi: 'KHÔNG CHỨNG MINH ĐƯỢC', en: 'NOT PROVEN' }[lang]}: ${error.reason[lang]}\n`)
    return UNPROVEN
  }
}

const isLanguage = (text: string): text is keyof Text => text === 'vi' || text === 'en'

async function readKeys(path: string): Promise<JSONWebKeySet> {
  const parsed = keySet.safeParse(jsonIn(await readFile(path, 'utf8')))
  if (!parsed.success) throw new Error(`${path}: không phải bộ khoá JWKS / no key set (JWKS)`)
  // The keys' further members are checked when one is used.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return parsed.data
}

/** The receipt by itself, or in the acknowledgement. */
function receiptIn(text: string): { jws: string; outcomes: string | null } {
  const parsed = acknowledgement.safeParse(jsonIn(text))
  return parsed.success ? parsed.data.receipt : { jws: text.trim(), outcomes: null }
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
  const pieces = (await isGzip(path)) ? createReadStream(path).pipe(createGunzip()) : createReadStream(path)
  for await (const piece of pieces as AsyncIterable<Uint8Array>) {
    digest.update(piece)
    bytes += piece.length
  }
  return { sha256: digest.digest('hex'), bytes }
}

async function isGzip(path: string): Promise<boolean> {
  for await (const piece of createReadStream(path, { end: 1 }) as AsyncIterable<Uint8Array>)
    return GZIP_MAGIC.every((byte, at) => piece[at] === byte)
  return false
}

const NOT_STATED: Text = { vi: 'không nêu', en: 'not stated' }
const PURPOSES: Readonly<Record<ReceiptClaims['purpose'], Text>> = {
  management: { vi: 'quản lý (Điều 6)', en: 'management (article 6)' },
  payment: { vi: 'thanh toán (Điều 7)', en: 'payment (article 7)' },
}

/** What is proven, for people. */
function shown(claims: ReceiptClaims, outcomes: string | null): Text {
  const { file, dossiers, clock, codeLists } = claims
  const runs = outcomes ?? (typeof claims.outcomes === 'string' ? claims.outcomes : null)
  const of = (lang: keyof Text): string => {
    const say = (text: Text): string => text[lang]
    const known = (text: string | null): string => text ?? say(NOT_STATED)
    const offset = clock.offsetMs === null ? say(NOT_STATED) : `± ${clock.offsetMs} ms`
    const lag = codeLists.lagSeconds === null ? say(NOT_STATED) : `${codeLists.lagSeconds} s`
    const lines: [Text, string][] = [
      [{ vi: 'Bên nhận', en: 'Received by' }, claims.iss],
      [{ vi: 'Mã giao dịch', en: 'Submission' }, claims.jti],
      [{ vi: 'Nhận lúc', en: 'Received at' }, `${claims.receivedAt} (${clock.source}, ${offset})`],
      [{ vi: 'Cơ sở KCB', en: 'Facility' }, claims.facility],
      [{ vi: 'Người xác thực', en: 'Authenticated by' }, known(claims.person)],
      [{ vi: 'Mục đích', en: 'Purpose' }, say(PURPOSES[claims.purpose])],
      [{ vi: 'Lý do sửa', en: 'Correction' }, known(claims.correction)],
      [{ vi: 'Tệp', en: 'File' }, `${file.bytes} byte, SHA-256 ${file.sha256}`],
      [{ vi: 'Chuẩn', en: 'Standard' }, claims.standard],
      [
        { vi: 'Hồ sơ', en: 'Dossiers' },
        {
          vi: `${dossiers.counted}: nhận ${dossiers.accepted}, nhận kèm cảnh báo ${dossiers.acceptedWithWarnings}, từ chối ${dossiers.rejected}`,
          en: `${dossiers.counted}: accepted ${dossiers.accepted}, with warnings ${dossiers.acceptedWithWarnings}, rejected ${dossiers.rejected}`,
        }[lang],
      ],
      [{ vi: 'Kết quả từng hồ sơ', en: 'Outcome of each' }, known(runs)],
      [{ vi: 'Danh mục', en: 'Code lists' }, `${codeLists.release}, ${{ vi: 'trễ', en: 'lag' }[lang]} ${lag}`],
      [{ vi: 'Quy tắc', en: 'Rules' }, claims.rules],
    ]
    const width = Math.max(...lines.map(([name]) => say(name).length))
    const head = { vi: 'ĐÚNG: biên nhận là của tệp này.', en: 'PROVEN: the receipt is of this file.' }[lang]
    return [head, ...lines.map(([name, value]) => `  ${say(name).padEnd(width)}  ${value}`)].join('\n')
  }
  return { vi: of('vi'), en: of('en') }
}
