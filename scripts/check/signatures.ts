/** `bhyt-edge sign` and `bhyt-edge verify-signature`: the signature of a facility's file, on this machine. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Text } from '../../src/kernel/text.ts'
import { vietnamTime } from '../../src/kernel/vietnam-time.ts'
import { Unproven } from '../../src/proof/signed.ts'
import { subjectOf } from '../../src/proof/xml/certificates.ts'
import { judgeSignature, type SignatureJudgement, type SignatureState } from '../../src/proof/xml/judge.ts'
import { fingerprintOf } from '../../src/proof/xml/signature.ts'
import { makeSignature } from '../../src/proof/xml/sign.ts'
import { readSignedFile, writeSigned } from './signed-files.ts'

const SIGN_USAGE = `bhyt-edge sign <tệp.xml> --key <khoá.pem> --certificate <chứng thư.pem> --output <tệp đã ký.xml>

  Ký cả tệp (XMLDSig enveloped, SHA-256) vào thẻ CHUKYDONVI rỗng; nội dung khác giữ nguyên từng ký tự.
  Signs the whole file (XMLDSig, enveloped, SHA-256) into its empty CHUKYDONVI; every other character stays.

  --key            khoá riêng RSA hoặc EC, PEM; có mật khẩu thì đặt BHYT_KEY_PASSPHRASE / private key; its passphrase in BHYT_KEY_PASSPHRASE
  --certificate    chứng thư của người ký, rồi các chứng thư trung gian / the signer's, then those of the authorities between
  PKCS#12: openssl pkcs12 -in chu-ky.p12 -nodes -out chu-ky.pem, rồi --key và --certificate cùng trỏ tới chu-ky.pem

  Mã thoát / exit codes: 0 · 1 không ký được (nêu lý do) / cannot be signed · 2 không đọc được / cannot be used
`
const VERIFY_USAGE = `bhyt-edge verify-signature <tệp.xml> [--trust <gốc.pem>] [--at <thời điểm>] [--lang vi|en]

  Kiểm tra chữ ký của tệp: none | valid | unknown-signer | weak | expired | broken
  Judges the signature of a file.

  --trust          các chứng thư gốc tin cậy, PEM; thiếu thì mọi người ký đều là unknown-signer / the trusted roots
  --at             coi như kiểm tra lúc đó, ISO (mặc định bây giờ) / as if judged then (default: now)

  Mã thoát / exit codes: 0 valid · 1 mọi trạng thái khác / any other state · 2 không đọc được / cannot be used
`

const FAILED = 1
const UNUSABLE = 2
type Write = (text: string) => void
const toOutput: Write = (text) => void process.stdout.write(text)

/** Runs `bhyt-edge sign`; `now`: epoch milliseconds. Returns the exit code. */
export async function runSign(given: readonly string[], now: number, write: Write = toOutput): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      certificate: { type: 'string' },
      output: { type: 'string', short: 'o' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [file, ...more] = positionals
  const { key, certificate, output } = values
  if (values.help || file === undefined || more.length > 0 || !key || !certificate || !output) {
    write(SIGN_USAGE)
    return values.help ? 0 : UNUSABLE
  }
  const [signer, ...others] = certificatesIn(await readFile(certificate, 'utf8'))
  if (signer === undefined) throw new Error(`${certificate}: không có chứng thư / there is no certificate`)
  const passphrase = process.env['BHYT_KEY_PASSPHRASE']
  const pem = await readFile(key, 'utf8')
  const own = createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) })
  try {
    const read = await readSignedFile(file)
    await writeSigned(file, output, makeSignature(read, { key: own, certificates: [signer, ...others], at: now }))
    write(`${output}: ${subjectOf(signer)}, ${vietnamTime(now)}\n`)
    return 0
  } catch (error) {
    return unproven(error, write)
  }
}

/** Runs `bhyt-edge verify-signature`; `now`: epoch milliseconds. Returns the exit code. */
export async function runVerifySignature(
  given: readonly string[],
  now: number,
  write: Write = toOutput,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      trust: { type: 'string' },
      at: { type: 'string' },
      lang: { type: 'string', default: 'vi' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [file, ...more] = positionals
  const at = values.at === undefined ? now : Date.parse(values.at)
  const lang = values.lang === 'en' ? 'en' : 'vi'
  if (values.help || file === undefined || more.length > 0 || Number.isNaN(at)) {
    write(VERIFY_USAGE)
    return values.help ? 0 : UNUSABLE
  }
  const anchors = values.trust === undefined ? [] : certificatesIn(await readFile(values.trust, 'utf8'))
  try {
    const judged = judgeSignature(await readSignedFile(file), { anchors, now: at })
    write(`${shown(judged, lang)}\n`)
    return judged.state === 'valid' ? 0 : FAILED
  } catch (error) {
    return unproven(error, write)
  }
}

function unproven(error: unknown, write: Write): number {
  if (!(error instanceof Unproven)) throw error
  write(`${error.reason.vi} / ${error.reason.en}\n`)
  return FAILED
}

const certificatesIn = (pem: string): X509Certificate[] =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g)].map(
    ([text]) => new X509Certificate(text),
  )

const STATES: Readonly<Record<SignatureState, Text>> = {
  none: { vi: 'CHƯA KÝ', en: 'NOT SIGNED' },
  valid: { vi: 'HỢP LỆ', en: 'VALID' },
  'unknown-signer': { vi: 'ĐÚNG, NHƯNG KHÔNG RÕ NGƯỜI KÝ', en: 'HOLDS, BY AN UNKNOWN SIGNER' },
  weak: { vi: 'ĐÚNG, NHƯNG YẾU', en: 'HOLDS, BUT IS WEAK' },
  expired: { vi: 'CHỨNG THƯ KHÔNG CÓ HIỆU LỰC KHI KÝ', en: 'CERTIFICATE NOT VALID WHEN IT SIGNED' },
  broken: { vi: 'SAI', en: 'BROKEN' },
}

function shown({ state, reasons, held }: SignatureJudgement, lang: keyof Text): string {
  const head = `${state}: ${STATES[state][lang]}`
  const why = reasons.map((reason) => `  ${reason[lang]}`)
  if (held === null) return [head, ...why].join('\n')
  const { certificate, covers, claimedAt, method } = held
  const whole = { vi: 'cả tệp', en: 'the whole file' }[lang]
  const unstated = { vi: 'không nêu', en: 'not stated' }[lang]
  const lines: [Text, string][] = [
    [{ vi: 'Người ký', en: 'Signer' }, subjectOf(certificate)],
    [{ vi: 'Số chứng thư', en: 'Serial number' }, certificate.serialNumber],
    [{ vi: 'Hiệu lực', en: 'Valid' }, `${certificate.validFrom} – ${certificate.validTo}`],
    [{ vi: 'SHA-256', en: 'SHA-256' }, fingerprintOf(certificate)],
    [{ vi: 'Ký lúc', en: 'Signed at' }, claimedAt === null ? unstated : vietnamTime(claimedAt)],
    [{ vi: 'Phủ', en: 'Covers' }, covers.map((path) => (path.length === 0 ? whole : path.join('/'))).join(', ')],
    [{ vi: 'Thuật toán', en: 'Algorithm' }, method.slice(method.lastIndexOf('#') + 1)],
  ]
  return [head, ...why, ...lines.map(([name, value]) => `  ${name[lang].padEnd(14)}${value}`)].join('\n')
}
