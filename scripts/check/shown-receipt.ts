/** What a receipt proves, in the words of the one who reads it. */
import type { Text } from '../../src/kernel/text.ts'
import { vietnamTime } from '../../src/kernel/vietnam-time.ts'
import type { CheckpointClaims } from '../../src/proof/checkpoint.ts'
import type { ReceiptClaims } from '../../src/proof/receipt-claims.ts'

const NOT_STATED: Text = { vi: 'không nêu', en: 'not stated' }
const PURPOSES: Readonly<Record<ReceiptClaims['purpose'], Text>> = {
  management: { vi: 'quản lý (Điều 6)', en: 'management (article 6)' },
  payment: { vi: 'thanh toán (Điều 7)', en: 'payment (article 7)' },
}

/** What was proven: the receipt, and where it was with a bundle, its place in the log. */
export type Proven = { readonly claims: ReceiptClaims } & (
  | { readonly checkpoint: null }
  | { readonly checkpoint: CheckpointClaims; readonly index: number; readonly cosigners: readonly string[] }
)

/** For people. `bundled`: the keys were those of the bundle itself, which whoever made it chose. */
export function shownReceipt(
  proven: Proven,
  outcomes: string | null,
  bundled: { readonly keys: readonly Readonly<Record<string, unknown>>[] } | null,
): Text {
  const { claims } = proven
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
      ...(proven.checkpoint === null ? [] : logLines(proven)),
    ]
    const width = Math.max(...lines.map(([name]) => say(name).length))
    const head = { vi: 'ĐÚNG: biên nhận là của tệp này.', en: 'PROVEN: the receipt is of this file.' }[lang]
    const end = bundled === null ? [] : [ofBundle(bundled.keys.map((key) => String(key['kid'])).join(', '))[lang]]
    return [head, ...lines.map(([name, value]) => `  ${say(name).padEnd(width)}  ${value}`), ...end].join('\n')
  }
  return { vi: of('vi'), en: of('en') }
}

function logLines({
  checkpoint,
  index,
  cosigners,
}: Proven & { readonly checkpoint: CheckpointClaims }): [Text, string][] {
  const { log, size, root, iat } = checkpoint
  return [
    [{ vi: 'Sổ biên nhận', en: 'Log' }, `${log}, ${index + 1}/${size}`],
    [{ vi: 'Mốc', en: 'Checkpoint' }, `${vietnamTime(iat * 1000)}, ${root}`],
    ...(cosigners.length === 0
      ? []
      : [[{ vi: 'Bên thứ hai ký', en: 'Co-signed by' }, cosigners.join(', ')] satisfies [Text, string]]),
  ]
}

const ofBundle = (kids: string): Text => ({
  vi: `Khoá dùng ở đây lấy từ chính gói (${kids}): chỉ tin khi trùng với khoá công bố tại GET /v1/receipts/keys.`,
  en: `The keys were those of the bundle (${kids}): trust them only where GET /v1/receipts/keys publishes the same.`,
})
