import { html } from 'hono/html'
import type {
  CataloguedRule,
  Confidence,
  RuleDetail,
  RuleExample,
  RulePack,
  RuleState,
  RuleVariant,
  Severity,
} from '../../../engine/index.ts'
import type { Text } from '../../../kernel/text.ts'

type Page = ReturnType<typeof html>
type Language = keyof Text
type Pack = Pick<RulePack, 'version' | 'settingOf'>

const STYLE = `@page { size: A4; margin: 18mm 15mm } body { font: 11pt/1.45 system-ui, sans-serif; color: #111; max-width: 60rem; margin: 1.5rem auto; padding: 0 1rem }
h1 { font-size: 15pt; overflow-wrap: anywhere } h2 { font-size: 12pt; margin-top: 1.5rem; break-after: avoid } table { border-collapse: collapse; width: 100%; font-size: 10pt }
th, td { border: 0.3pt solid #888; padding: 0.25rem 0.4rem; text-align: left; vertical-align: top; overflow-wrap: anywhere } tr { break-inside: avoid } thead { display: table-header-group }
@media print { nav { display: none } body { margin: 0; padding: 0 } }`

const SEVERITIES: Readonly<Record<Severity, Text>> = {
  error: { vi: 'Lỗi (hồ sơ bị từ chối)', en: 'Error (the dossier is refused)' },
  warning: { vi: 'Cảnh báo', en: 'Warning' },
  info: { vi: 'Lưu ý', en: 'Information' },
}
const STATES: Readonly<Record<RuleState | 'off', Text>> = {
  active: { vi: 'Đang áp dụng', en: 'Active' },
  shadow: { vi: 'Áp dụng thử, chỉ lưu ý', en: 'On trial, information only' },
  off: { vi: 'Đã tắt', en: 'Switched off' },
}
const CONFIDENCES: Readonly<Record<Confidence, Text>> = {
  high: { vi: 'chắc chắn', en: 'certain' },
  medium: { vi: 'tương đối chắc', en: 'fairly certain' },
  low: { vi: 'chưa chắc', en: 'uncertain' },
}
const WORDS = {
  rules: { vi: 'Quy tắc kiểm tra hồ sơ KCB BHYT', en: 'Rules for BHYT dossiers' },
  version: { vi: 'Bộ quy tắc', en: 'Rules' },
  rule: { vi: 'Quy tắc', en: 'Rule' },
  all: { vi: 'Mọi quy tắc', en: 'All rules' },
  more: { vi: 'Trang sau', en: 'Next page' },
  standards: { vi: 'Chuẩn QĐ', en: 'Standards QĐ' },
  severity: { vi: 'Mức độ', en: 'Severity' },
  state: { vi: 'Trạng thái', en: 'State' },
  reason: { vi: 'Lý do', en: 'Reason' },
  problem: { vi: 'Nội dung', en: 'What is wrong' },
  remedy: { vi: 'Cách sửa', en: 'How to mend it' },
  source: { vi: 'Căn cứ', en: 'Source' },
  confidence: { vi: 'Độ tin cậy', en: 'Confidence' },
  inForce: { vi: 'Hiệu lực', en: 'In force' },
  always: { vi: 'không giới hạn', en: 'without a limit' },
  covers: { vi: 'Dòng trong danh mục quy tắc', en: 'Rows of the rule catalogue' },
  valid: { vi: 'Ví dụ đúng', en: 'Correct examples' },
  invalid: { vi: 'Ví dụ sai', en: 'Wrong examples' },
} as const satisfies Record<string, Text>

type Frame = { title: string; other: string; pack: Pack; lang: Language }

const frame = ({ title, other, pack, lang }: Frame, content: Page): Page =>
  html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <nav>
          <a href="/v1/rules?lang=${lang}">${WORDS.all[lang]}</a> ·
          <a href="${other}">${lang === 'vi' ? 'English' : 'Tiếng Việt'}</a>
        </nav>
        <h1>${title}</h1>
        ${content}
        <p>${WORDS.version[lang]} ${pack.version}</p>
      </body>
    </html>`

const otherOf = (lang: Language): Language => (lang === 'vi' ? 'en' : 'vi')
const pathOf = (id: string, lang: Language): string => `/v1/rules/${encodeURIComponent(id)}?lang=${lang}`

/** What a deployment decided weighs more than what is written. */
const stateOf = (id: string, written: RuleState, pack: Pack): RuleState | 'off' => pack.settingOf(id)?.state ?? written

export type RuleListOptions = {
  rules: readonly CataloguedRule[]
  total: number
  next: number | null
  /** What the list was asked for, so that the next page is asked the same. */
  filters: Readonly<Record<string, string | undefined>>
  pack: Pack
  lang: Language
}

/** A page of rules for people; every value is escaped. */
export function ruleListPage({ rules, total, next, filters, pack, lang }: RuleListOptions): Page {
  const asked = Object.entries(filters).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []))
  const hrefOf = (language: Language, more: Record<string, string> = {}): string =>
    `/v1/rules?${new URLSearchParams([...asked, ['lang', language], ...Object.entries(more)]).toString()}`
  return frame(
    { title: `${WORDS.rules[lang]} (${total})`, other: hrefOf(otherOf(lang)), pack, lang },
    html`<table>
        <thead>
          <tr>
            <th>${WORDS.rule[lang]}</th>
            <th>${WORDS.standards[lang]}</th>
            <th>${WORDS.severity[lang]}</th>
            <th>${WORDS.state[lang]}</th>
            <th>${WORDS.problem[lang]}</th>
          </tr>
        </thead>
        <tbody>
          ${rules.flatMap(({ id, variants }) =>
            variants.map(
              ({ standards, severity, state, problem }) =>
                html`<tr>
                  <td><a href="${pathOf(id, lang)}">${id}</a></td>
                  <td>${standards.join(', ')}</td>
                  <td>${SEVERITIES[severity][lang]}</td>
                  <td>${STATES[stateOf(id, state, pack)][lang]}</td>
                  <td>${problem[lang]}</td>
                </tr>`,
            ),
          )}
        </tbody>
      </table>
      ${next === null ? '' : html`<nav><a href="${hrefOf(lang, { after: String(next) })}">${WORDS.more[lang]}</a></nav>`}`,
  )
}

export type RulePageOptions = { rule: CataloguedRule; detail: RuleDetail; pack: Pack; lang: Language }

/** One rule for people; every value is escaped. */
export function rulePage({ rule, detail, pack, lang }: RulePageOptions): Page {
  const { id, variants } = rule
  const { catalogue, valid, invalid } = detail
  return frame(
    { title: id, other: pathOf(id, otherOf(lang)), pack, lang },
    html`${variants.map((variant) => variantSection(id, variant, pack, lang))}
    ${catalogue.length > 0 ? html`<p>${WORDS.covers[lang]}: ${catalogue.join(', ')}</p>` : ''}
    ${exampleSection(WORDS.valid[lang], valid)}${exampleSection(WORDS.invalid[lang], invalid)}`,
  )
}

function variantSection(id: string, variant: RuleVariant, pack: Pack, lang: Language): Page {
  const { standards, severity, state, problem, remedy, source, inForce } = variant
  const reason = pack.settingOf(id)?.reason
  const rows: [string, string][] = [
    [WORDS.problem[lang], problem[lang]],
    [WORDS.remedy[lang], remedy[lang]],
    [WORDS.severity[lang], SEVERITIES[severity][lang]],
    [WORDS.state[lang], STATES[stateOf(id, state, pack)][lang]],
    ...(reason === undefined ? [] : [[WORDS.reason[lang], reason] satisfies [string, string]]),
    [WORDS.source[lang], `${source.document}, ${source.place}`],
    [WORDS.confidence[lang], CONFIDENCES[source.confidence][lang]],
    [WORDS.inForce[lang], inForce ? `${inForce.from ?? '…'} – ${inForce.to ?? '…'}` : WORDS.always[lang]],
  ]
  return html`<h2>${WORDS.standards[lang]} ${standards.join(', ')}</h2>
    <table>
      <tbody>
        ${rows.map(
          ([name, value]) =>
            html`<tr>
              <th>${name}</th>
              <td>${value}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
}

const exampleSection = (title: string, examples: readonly RuleExample[]): Page =>
  examples.length === 0
    ? html``
    : html`<h2>${title}</h2>
        <ul>
          ${examples.map(({ why, tables }) => html`<li>${why}: ${Object.entries(tables).map(tableWords).join('; ')}</li>`)}
        </ul>`

const tableWords = ([table, rows]: [string, readonly Readonly<Record<string, string>>[]]): string =>
  `${table} ${
    rows
      .map(
        (row) =>
          `[${Object.entries(row)
            .map(([name, value]) => `${name}=${value}`)
            .join(', ')}]`,
      )
      .join(' ') || '–'
  }`
