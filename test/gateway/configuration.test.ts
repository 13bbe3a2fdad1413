import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseConfiguration } from '../../gateway/configuration/read.ts'
import { configurationText } from '../../gateway/configuration/write.ts'
import { GatewayProblem } from '../../gateway/problem.ts'

const written = (newline = '\n'): string =>
  configurationText(
    {
      version: 1,
      service: 'https://tiepnhan.example',
      facilities: [
        {
          code: '01001',
          account: '01001',
          folders: [{ path: String.raw`D:\HIS\thanh toán`, purpose: 'payment' }],
          answers: 'tra-loi',
        },
      ],
    },
    newline,
  )

const mistakesOf = (text: string): { vi: string; en: string } => {
  try {
    parseConfiguration(text, 'gateway.yaml')
  } catch (error) {
    if (error instanceof GatewayProblem) return error.text
    throw error
  }
  throw new Error('the configuration was accepted')
}

test('what is written is read back the same, with paths of Windows and its newlines', () => {
  const { facilities } = parseConfiguration(written('\r\n'), 'gateway.yaml')
  expect(facilities).toMatchObject([
    {
      code: '01001',
      folders: [{ path: String.raw`D:\HIS\thanh toán` }],
      send: 'without-errors',
      payment: 'after-release',
    },
  ])
})

test('every setting in the written file has its reason, in both languages', () => {
  const lines = written().split('\n')
  const settings = lines.flatMap((line, at) => (/^\s*(?:- )?\w+: \S/.test(line) ? [{ line, at }] : []))
  const unexplained = settings.filter(
    ({ line, at }) => !lines[at - 1]?.includes('#') && !/version|code|folders/.test(line),
  )
  expect(unexplained.map(({ line }) => line)).toEqual([])
  expect(settings.length).toBeGreaterThan(15)
})

describe('a mistake is reported with its line, setting and remedy', () => {
  test.each([
    [
      'a code without quotes',
      written().replace('"01001"', '01001'),
      /dòng \d+: facilities\.0\.code: phải là văn bản; đặt trong dấu nháy/,
    ],
    [
      'a name that there is not',
      written().replace('everySeconds', 'everySecond'),
      /dòng \d+: watch: không có thiết lập tên everySecond/,
    ],
    [
      'a number beyond its range',
      written().replace('everySeconds: 5', 'everySeconds: 0'),
      /watch\.everySeconds: phải từ 1 trở lên/,
    ],
    ['another word', written().replace('send: without-errors', 'send: some'), /chỉ nhận all, without-errors/],
    ['no address', written().replace('service: https', 'service: ftp'), /service: phải là địa chỉ/],
    ['a tab', 'version: 1\n\tservice: x', /dòng 2: không đọc được dạng YAML/],
    ['nothing', '', /thiếu giá trị/],
    [
      'payment at once without a person',
      written().replace('payment: after-release', 'payment: at-once'),
      /at-once cần person/,
    ],
  ])('%s', (_, text, vietnamese) => {
    const { vi, en } = mistakesOf(text)
    expect(vi).toMatch(vietnamese)
    expect(en.split('\n')).toHaveLength(vi.split('\n').length)
  })

  test('the same folder twice', () => {
    const folder = "      - path: 'D:/HIS'\n        purpose: management\n"
    const text = `version: 1\nservice: https://x.example\nfacilities:\n  - code: "01001"\n    account: a\n    answers: ${join('a', 'b')}\n    folders:\n${folder}${folder}`
    expect(mistakesOf(text).en).toContain('line 10: facilities.0.folders.1.path: this folder is in use already')
  })
})
