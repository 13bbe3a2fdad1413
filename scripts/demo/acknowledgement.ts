/** The acknowledgement as the clerk reads it who must mend what was refused: first what to do, place by place. */
import { SEVERITIES } from '../../src/engine/index.ts'
import { columns, count, heading, paragraph, WIDTH, type Paint } from './paper.ts'
import { type Acknowledgement } from '../../src/http/routes/submissions/schemas.ts'

type Finding = Acknowledgement['findings'][number]

const WORDS = {
  error: { vi: 'LỖI', one: 'error', many: 'errors', lower: 'lỗi' },
  warning: { vi: 'CẢNH BÁO', one: 'warning', many: 'warnings', lower: 'cảnh báo' },
  info: { vi: 'GỢI Ý', one: 'hint', many: 'hints', lower: 'gợi ý' },
} as const
const PURPOSES = {
  management: { vi: 'dữ liệu quản lý', en: 'management data' },
  payment: { vi: 'dữ liệu thanh toán', en: 'payment data' },
} as const

const LABEL_WIDTH = 8
const TEXT_INDENT = 4 + LABEL_WIDTH + 2
/** Of the same demand broken again and again in one dossier, these further places are named. */
const FURTHER_PLACES = 6

/** Every line of the acknowledgement, from its number to what to do next. */
export function describeAcknowledgement(acknowledgement: Acknowledgement, paint: Paint): string[] {
  const { findings } = acknowledgement
  const dossiers = byDossier(findings)
  const rejected = dossiers.filter(isRejected)
  const accepted = dossiers.filter((dossier) => !isRejected(dossier))
  const ofFile = findings.filter(({ dossier }) => dossier === null)
  return [
    ...head(acknowledgement, paint),
    ...(ofFile.length > 0
      ? ['', `  ${paint.bold('Cả tệp')} ${paint.dim('· The file as a whole')}`, ...list(ofFile, paint)]
      : []),
    ...rejected.flatMap((dossier) => ['', ...title(dossier, paint), ...list(dossier.findings, paint)]),
    ...accepted.flatMap((dossier) => ['', ...title(dossier, paint), ...list(dossier.findings, paint)]),
    ...(findings.length > 0 ? ['', ...paragraph(PLACES.vi, 2, paint.dim), ...paragraph(PLACES.en, 2, paint.dim)] : []),
    '',
    ...whatNext(acknowledgement, rejected, paint),
  ]
}

const PLACES = {
  vi: 'dòng:cột đếm trong XML của bảng sau khi giải mã base64; giá trị định danh người bệnh được che, chỉ còn chữ đầu và độ dài.',
  en: 'line:column count in the decoded XML of the table; a value that identifies a person shows its first letter and its length only.',
}

type Dossier = { index: number; MA_LK: string | null; findings: Finding[] }

function byDossier(findings: readonly Finding[]): Dossier[] {
  const dossiers = new Map<number, Dossier>()
  for (const finding of findings) {
    if (finding.dossier === null) continue
    const { index, MA_LK } = finding.dossier
    const known = dossiers.get(index)
    if (known) known.findings.push(finding)
    else dossiers.set(index, { index, MA_LK, findings: [finding] })
  }
  return [...dossiers.values()]
}

const isRejected = ({ findings }: Dossier): boolean => findings.some(({ severity }) => severity === 'error')

type HeadRow = [label: string, vi: string, en: string, tint: (text: string) => string]

function head(acknowledgement: Acknowledgement, { bold, dim, red, yellow, green }: Paint): string[] {
  const { id, receivedAt, facility, purpose, standard, bytes, dossiers, dmdc, rules } = acknowledgement
  const { findingsTotal, identicalTotal } = acknowledgement
  const { declared, counted, accepted, acceptedWithWarnings, rejected } = dossiers
  const time = receivedAt.replace(/^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d).*$/, '$4 ngày $3/$2/$1')
  const lag = dmdc.replicaLagSeconds === null ? 'chưa rõ độ trễ' : `trễ ${dmdc.replicaLagSeconds} giây`
  const lagEn = dmdc.replicaLagSeconds === null ? 'lag unknown' : `${dmdc.replicaLagSeconds} s behind the primary`
  const plain = (text: string): string => text
  const stale: HeadRow = [
    '',
    'quá cũ: lỗi về mã chỉ là cảnh báo',
    'stale: findings about codes are warnings only',
    yellow,
  ]
  const identical: HeadRow = [
    '',
    `${identicalTotal} đã nhận từ trước, nội dung không đổi`,
    'of these accepted before with the same content',
    plain,
  ]
  const rows: HeadRow[] = [
    ['Mã tiếp nhận', id, 'receipt id', bold],
    ['Nhận lúc', time, 'received, time of Việt Nam', plain],
    ['Cơ sở KCB', `${facility}, ${PURPOSES[purpose].vi}`, `facility, ${PURPOSES[purpose].en}`, plain],
    ['Tệp', `chuẩn QĐ ${standard}, ${count(bytes)} byte`, 'file: standard, size', plain],
    ['Hồ sơ', `${counted}, SOLUONGHOSO khai ${declared ?? 'thiếu'}`, 'dossiers counted and declared', bold],
    ['', `${accepted} nhận`, 'accepted', green],
    ['', `${acceptedWithWarnings} nhận, có cảnh báo`, 'accepted with warnings', yellow],
    ...(identicalTotal > 0 ? [identical] : []),
    ['', `${rejected} từ chối`, 'rejected', red],
    ['Phát hiện', String(findingsTotal), 'findings', plain],
    ['Danh mục DMDC', `bản ${dmdc.release}, ${lag}`, `code lists, ${lagEn}`, plain],
    ...(dmdc.stale ? [stale] : []),
    ['Bộ quy tắc', rules.version, 'rules', plain],
  ]
  const width = Math.max(...rows.map(([, vi]) => vi.length))
  return rows.map(
    ([label, vi, en, tint]) => `  ${label.padEnd(15)}${tint(vi)}${' '.repeat(width - vi.length)}  ${dim(en)}`,
  )
}

function title(dossier: Dossier, { bold, dim, red, yellow, green }: Paint): string[] {
  const { index, MA_LK, findings } = dossier
  const counts = SEVERITIES.map((severity) => ({
    ...WORDS[severity],
    number: findings.filter((finding) => finding.severity === severity).length,
  })).filter(({ number }) => number > 0)
  const vi = counts.map(({ number, lower }) => `${number} ${lower}`).join(', ')
  const en = counts.map(({ number, one, many }) => `${number} ${number === 1 ? one : many}`).join(', ')
  const warned = findings.some(({ severity }) => severity === 'warning')
  const [outcome, outcomeEn] = isRejected(dossier)
    ? [red('TỪ CHỐI'), 'rejected']
    : warned
      ? [yellow('NHẬN, CÓ CẢNH BÁO'), 'accepted with warnings']
      : [green('NHẬN'), 'accepted']
  return [
    `  ${bold(`Hồ sơ ${index} · MA_LK ${MA_LK ?? '(không có)'}`)} · ${outcome}: ${vi}`,
    `  ${dim(`Dossier ${index}, ${outcomeEn}: ${en}`)}`,
  ]
}

/** Worst first; the same demand broken at several places is explained once. */
function list(findings: readonly Finding[], paint: Paint): string[] {
  const groups = byDemand(inOrder(findings))
  const places = columns(
    groups.map(([first]) =>
      first ? [WORDS[first.severity].vi.padEnd(LABEL_WIDTH), placeOf(first), spotOf(first)] : [],
    ),
    4,
  )
  return groups.flatMap((group, at) => describeGroup(group, places[at] ?? '', paint))
}

function byDemand(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.rule}`
    groups.set(key, [...(groups.get(key) ?? []), finding])
  }
  return [...groups.values()]
}

const inOrder = (findings: readonly Finding[]): Finding[] =>
  SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity))

const placeOf = ({ table, row, field }: Finding): string =>
  [table, row === null ? null : `dòng ${row}`, field].filter((part) => part !== null).join(' · ')

const spotOf = ({ line, column }: Finding): string => (line === null ? '' : `${line}:${column ?? ''}`)

function describeGroup([first, ...others]: readonly Finding[], place: string, paint: Paint): string[] {
  if (!first) return []
  const { severity, value, message, remedy, source, rule } = first
  const tint = severity === 'error' ? paint.red : severity === 'warning' ? paint.yellow : paint.dim
  const label = place.slice(0, 4 + LABEL_WIDTH)
  const shown = value === null || value === '' ? '' : `  "${value}"`
  const room = Math.max(WIDTH - place.length, 12)
  const cut = shown.length <= room ? shown : `${shown.slice(0, room - 2)}…"`
  return [
    `${tint(label)}${paint.bold(place.slice(label.length))}${cut}`,
    ...paragraph(message.vi, TEXT_INDENT),
    ...paragraph(`→ ${remedy.vi}`, TEXT_INDENT),
    ...paragraph(`${message.en} → ${remedy.en}`, TEXT_INDENT, paint.dim),
    ...paragraph(`${source.document}, ${source.place} · ${rule}`, TEXT_INDENT, paint.dim),
    ...(others.length === 0 ? [] : paragraph(further(others), TEXT_INDENT)),
  ]
}

function further(others: readonly Finding[]): string {
  const named = others.slice(0, FURTHER_PLACES).map((finding) => `dòng ${finding.row ?? '?'} (${spotOf(finding)})`)
  const rest = others.length - named.length
  return `và ${others.length} chỗ nữa: ${named.join(', ')}${rest > 0 ? `, … còn ${rest} chỗ` : ''}`
}

function whatNext(
  { id, resend, findings, findingsTotal, dossiers }: Acknowledgement,
  rejected: readonly Dossier[],
  paint: Paint,
): string[] {
  const lines = [heading(paint, 'Việc cần làm', 'What to do next')]
  if (resend === 'none') {
    lines.push(
      ...paragraph('Không phải gửi lại gì: mọi hồ sơ đã được tiếp nhận.', 2, paint.green),
      ...paragraph('Nothing to send again: every dossier was accepted.', 2, paint.dim),
    )
  } else {
    const keys = rejected.map(({ index, MA_LK }) => MA_LK ?? `(hồ sơ ${index})`).join(', ')
    lines.push(
      ...paragraph(
        `Sửa ${dossiers.rejected} hồ sơ bị từ chối rồi gửi trong một tệp mới, chỉ gồm các hồ sơ đó: ${keys}`,
        2,
        paint.bold,
      ),
      ...paragraph('Hồ sơ đã nhận, kể cả có cảnh báo, thì không gửi lại.', 2),
      ...paragraph(
        `Mend what was rejected (${dossiers.rejected}) and send it alone in a new file. Do not send accepted dossiers again, warned or not.`,
        2,
        paint.dim,
      ),
    )
  }
  if (findingsTotal > findings.length) {
    lines.push(
      ...paragraph(
        `Ở đây có ${findings.length} phát hiện đầu trong ${findingsTotal}; đủ tại GET /v1/submissions/${id}/findings`,
        2,
      ),
      ...paragraph(
        `These are the first ${findings.length} of ${findingsTotal} findings; all of them are there.`,
        2,
        paint.dim,
      ),
    )
  }
  return lines
}
