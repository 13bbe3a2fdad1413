/** What was asked for on the command line, and the words that explain it. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { facilityCode, type Severity, type StandardId } from '../../src/engine/index.ts'

export const FORMATS = ['text', 'json', 'junit', 'sarif'] as const

export type Arguments = {
  inputs: readonly string[]
  format: (typeof FORMATS)[number]
  /** null: standard output. */
  output: string | null
  /** Day of receipt, yyyymmdd; null: today in Việt Nam. */
  asOf: number | null
  standard: StandardId | null
  /** null: the file's own MACSKCB. */
  facility: string | null
  /** A folder; null: the bundled code lists. */
  dmdc: string | null
  failOn: Severity
  lang: 'vi' | 'en'
  quiet: boolean
}

export const USAGE = `bhyt-edge check [tùy chọn] <tệp, thư mục, mẫu hoặc -> …

  Kiểm tra hồ sơ XML KCB BHYT ngay trên máy này, đúng bộ quy tắc mà hệ thống tiếp nhận dùng; không gửi gì đi.
  Checks XML dossiers of health insurance on this machine with the very rules of the receiving system; sends nothing.

  <tệp>                  .xml hoặc .xml.gz; thư mục: mọi *.xml, *.xml.gz bên trong; mẫu: 'thang-11/**/*.xml'; -: đầu vào chuẩn
                         file, folder (all *.xml, *.xml.gz in it), pattern, or - for standard input
  --format <dạng>        text (mặc định, default) | json | junit | sarif
  --output <tệp>         ghi kết quả vào tệp / write the result to a file
  --as-of <ngày>         coi như nhận ngày YYYY-MM-DD (mặc định hôm nay) / as if received on that day (default: today)
  --standard <chuẩn>     4210 | 130 | 4750 | 3176; mặc định theo cấu trúc và ngày của tệp / default: as the file shows
  --facility <mã>        mã cơ sở KCB; mặc định MACSKCB của tệp / code of the facility; default: the file's own
  --dmdc <thư mục>       danh mục: bản sao của dmdc:follow, hoặc thư mục có manifest.json (mặc định: kèm theo chương trình)
                         code lists: a copy kept by dmdc:follow, or a folder with manifest.json (default: those bundled)
  --fail-on <mức>        error (mặc định, default) | warning | info: từ mức này mã thoát là 1 / exit code 1 from here on
  --lang <ngôn ngữ>      vi (mặc định, default) | en: của dạng text, junit, sarif / of text, junit and sarif
  --quiet                chỉ nêu phát hiện từ mức --fail-on, không tổng kết / findings from --fail-on only, no summary
  --help, --version

  Mã thoát: 0 không có phát hiện từ mức --fail-on · 1 có · 2 có tệp không dùng được (được nêu tên; các tệp khác vẫn được kiểm tra)
  Exit codes: 0 nothing from --fail-on up · 1 findings · 2 an input that cannot be used (named; the others are checked all the same)

bhyt-edge hash --help: mã băm nội dung cho bảng kê hằng ngày / content hashes for daily manifests
bhyt-edge verify-receipt --help: chứng minh biên nhận, không cần mạng / prove a receipt offline
bhyt-edge gateway --help: cổng gửi hồ sơ tại cơ sở / the gateway at the facility
bhyt-edge sign --help, bhyt-edge verify-signature --help: ký tệp, kiểm tra chữ ký (CHUKYDONVI) / sign a file, judge its signature
`

const day = z.iso.date().transform((text) => Number(text.replaceAll('-', '')))

const schema = z.object({
  format: z.enum(FORMATS).default('text'),
  output: z.string().min(1).optional(),
  'as-of': day.optional(),
  standard: z.enum(['4210', '130', '4750', '3176']).optional(),
  facility: z.string().regex(new RegExp(facilityCode.regex)).optional(),
  dmdc: z.string().min(1).optional(),
  'fail-on': z.enum(['error', 'warning', 'info']).default('error'),
  lang: z.enum(['vi', 'en']).default('vi'),
})

/** Throws an Error whose message names the argument that is wrong. */
export function readArguments(given: readonly string[]): Arguments | 'help' | 'version' {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      format: { type: 'string' },
      output: { type: 'string' },
      'as-of': { type: 'string' },
      standard: { type: 'string' },
      facility: { type: 'string' },
      dmdc: { type: 'string' },
      'fail-on': { type: 'string' },
      lang: { type: 'string' },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      version: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  if (values.version) return 'version'
  const [command, ...inputs] = positionals
  if (command !== 'check') throw new Error(`lệnh không có / no such command: ${command ?? ''}`)
  if (inputs.length === 0) throw new Error('chưa nêu tệp nào / no file was named')
  const parsed = schema.safeParse(values)
  if (!parsed.success) throw new Error(`--${parsed.error.issues.map(({ path }) => path.join('.')).join(', --')}`)
  const { format, output, standard, facility, dmdc, lang, 'as-of': asOf, 'fail-on': failOn } = parsed.data
  return {
    inputs,
    format,
    output: output ?? null,
    asOf: asOf ?? null,
    standard: standard ?? null,
    facility: facility ?? null,
    dmdc: dmdc ?? null,
    failOn,
    lang,
    quiet: values.quiet,
  }
}
