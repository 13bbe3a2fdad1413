/** Reads the configuration file. What is wrong in it is said with its line, in both languages. */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { isMap, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import type { Text } from '../../src/kernel/text.ts'
import { GatewayProblem, systemCode } from '../problem.ts'
import { configurationSchema, type Configuration } from './schema.ts'

/** The configuration with absolute paths; relative ones in the file start at its folder. Throws a GatewayProblem. */
export async function readConfiguration(file: string): Promise<Configuration> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new GatewayProblem(
      {
        vi: `Không đọc được tệp cấu hình ${file} (${systemCode(cause)}). Chạy "bhyt-edge gateway init" để tạo.`,
        en: `The configuration ${file} cannot be read (${systemCode(cause)}). Run "bhyt-edge gateway init" to make one.`,
      },
      { cause },
    )
  })
  return absolute(parseConfiguration(text, file), dirname(resolve(file)))
}

/** Throws a GatewayProblem that names every mistake with its line. */
export function parseConfiguration(text: string, file: string): Configuration {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [broken] = document.errors
  if (broken) throw problemOf(file, [at(lines.linePos(broken.pos[0]).line, unreadableYaml(broken.code))])
  const parsed = configurationSchema.safeParse(document.toJS() ?? {}, { reportInput: true })
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map((issue) =>
      at(lineOf(document, lines, issue.path), { ...mistakeOf(issue) }, issue.path.join('.')),
    )
    throw problemOf(file, mistakes)
  }
  const mistakes = togetherMistakes(parsed.data).map(({ path, text }) =>
    at(lineOf(document, lines, path), text, path.join('.')),
  )
  if (mistakes.length > 0) throw problemOf(file, mistakes)
  return parsed.data
}

const problemOf = (file: string, mistakes: readonly Text[]): GatewayProblem =>
  new GatewayProblem({
    vi: [`Cấu hình ${file} có ${mistakes.length} chỗ sai:`, ...mistakes.map(({ vi }) => `  ${vi}`)].join('\n'),
    en: [`The configuration ${file} has ${mistakes.length} mistakes:`, ...mistakes.map(({ en }) => `  ${en}`)].join(
      '\n',
    ),
  })

const at = (line: number | null, { vi, en }: Text, setting = ''): Text => {
  const name = setting === '' ? '' : `${setting}: `
  return line === null
    ? { vi: name + vi, en: name + en }
    : { vi: `dòng ${line}: ${name}${vi}`, en: `line ${line}: ${name}${en}` }
}

const unreadableYaml = (code: string): Text => ({
  vi: `không đọc được dạng YAML (${code}); thụt dòng bằng dấu cách, không dùng Tab`,
  en: `not readable as YAML (${code}); indent with blanks, never with tabs`,
})

/** The line of the setting, or of the nearest part of the file above it that is there. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length > 0; length -= 1) {
    const above = document.getIn(path.slice(0, length - 1), true)
    const name = path[length - 1]
    const pair = isMap(above) ? above.items.find(({ key }) => String(key) === String(name)) : undefined
    const node = pair?.key ?? document.getIn(path.slice(0, length), true)
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
    if (Array.isArray(range) && typeof range[0] === 'number') return lines.linePos(range[0]).line
  }
  return null
}

function mistakeOf(issue: z.core.$ZodIssue): Text {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? { vi: 'thiếu giá trị', en: 'a value is missing' }
        : { vi: `phải là ${kindOf(issue.expected).vi}`, en: `must be ${kindOf(issue.expected).en}` }
    case 'unrecognized_keys':
      return {
        vi: `không có thiết lập tên ${issue.keys.join(', ')}`,
        en: `there is no setting ${issue.keys.join(', ')}`,
      }
    case 'invalid_value':
      return { vi: `chỉ nhận ${issue.values.join(', ')}`, en: `must be one of ${issue.values.join(', ')}` }
    case 'too_small':
      return { vi: `phải từ ${issue.minimum} trở lên`, en: `must be ${issue.minimum} or more` }
    case 'too_big':
      return { vi: `nhiều nhất là ${issue.maximum}`, en: `must be ${issue.maximum} or less` }
    case 'invalid_format':
      return issue.format === 'url'
        ? { vi: 'phải là địa chỉ https://…', en: 'must be an address such as https://…' }
        : { vi: 'sai dạng', en: 'has a wrong form' }
    default:
      return { vi: 'giá trị không hợp lệ', en: 'the value is not accepted' }
  }
}

const KINDS: Readonly<Record<string, Text>> = {
  string: {
    vi: 'văn bản; đặt trong dấu nháy nếu toàn chữ số, như "01001"',
    en: 'text; in quotes where it is all digits, as "01001"',
  },
  int: { vi: 'số nguyên', en: 'a whole number' },
  number: { vi: 'số nguyên', en: 'a whole number' },
  array: { vi: 'danh sách', en: 'a list' },
  object: { vi: 'một nhóm thiết lập', en: 'a group of settings' },
}
const kindOf = (expected: string): Text => KINDS[expected] ?? { vi: expected, en: expected }

type Mistake = { readonly path: readonly (string | number)[]; readonly text: Text }

/** What no setting shows alone. */
function togetherMistakes({ facilities }: Configuration): Mistake[] {
  const mistakes: Mistake[] = []
  const folders = new Set<string>()
  const codes = new Set<string>()
  for (const [number, { code, folders: watched, payment, person }] of facilities.entries()) {
    const path = ['facilities', number]
    if (codes.has(code))
      mistakes.push({
        path: [...path, 'code'],
        text: { vi: `cơ sở ${code} có hai lần`, en: `facility ${code} is there twice` },
      })
    codes.add(code)
    for (const [place, folder] of watched.entries()) {
      const known = resolve(folder.path)
      if (folders.has(known))
        mistakes.push({
          path: [...path, 'folders', place, 'path'],
          text: { vi: 'thư mục này đã được dùng', en: 'this folder is in use already' },
        })
      folders.add(known)
    }
    if (payment === 'at-once' && person === undefined && watched.some(({ purpose }) => purpose === 'payment'))
      mistakes.push({
        path: [...path, 'payment'],
        text: {
          vi: 'at-once cần person: dữ liệu thanh toán phải có người xác thực (Điều 7)',
          en: 'at-once needs person: payment data must be authenticated by somebody (article 7)',
        },
      })
  }
  return mistakes
}

/** Paths of the file start at its folder, wherever the program was started. */
const absolute = (configuration: Configuration, base: string): Configuration => ({
  ...configuration,
  data: resolve(base, configuration.data),
  keyFile: resolve(base, configuration.keyFile),
  facilities: configuration.facilities.map((facility) => ({
    ...facility,
    answers: resolve(base, facility.answers),
    folders: facility.folders.map((folder) => ({ ...folder, path: resolve(base, folder.path) })),
  })),
})
