/** The gateway at work on the real service: a file in a folder, and the answers beside. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { demoPerson, demoSecret } from '../../scripts/stack/accounts.ts'
import { until } from '../../scripts/stack/until.ts'
import { makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { ownProvinces, shareStack, type OwnProvince, type Shared } from '../harness/own-provinces.ts'
import { makeStation, type Station } from './station.ts'

const SOON_MS = 30_000
const TEST_TIMEOUT_MS = 120_000

let here: OwnProvince
let probe: Shared
let station: Station
beforeAll(async () => {
  ;({ here } = await ownProvinces())
  probe = await shareStack(here)
}, 120_000)
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.error(station.logged.join('\n'), station.opened.outbox.troubles())
  await station?.dispose()
})
afterAll(() => {
  probe?.close()
})

let seed = 9100
const fileOf = (dossiers = 1): string => {
  seed += 1
  return makeFile({ standard: '3176', facility: here.facility, seed, dossiers })
}

function fileWithError(): string {
  seed += 1
  const { XML1: summary, ...rest } = makeDossier({ standard: '3176', facility: here.facility, seed }, 0)
  const wrong = renderDossier('3176', { XML1: [{ ...summary?.[0], GIOI_TINH: '9' }], ...rest })
  return wrapEnvelope([wrong], { facility: here.facility, made: '20261015' })
}

/** Runs a command of the program as somebody at the station would. */
async function command(...given: string[]): Promise<{ code: number | null; out: string; error: string }> {
  return commandWith('', ...given)
}
async function commandWith(
  input: string,
  ...given: string[]
): Promise<{ code: number | null; out: string; error: string }> {
  const program = join(projectRoot, 'scripts/check/bhyt-edge.js')
  const child = spawn(process.execPath, [program, 'gateway', ...given, '--config', station.file])
  let [out, error] = ['', '']
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()))
  child.stderr.on('data', (piece: Buffer) => (error += piece.toString()))
  child.stdin.end(input)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, out, error }
}

const inState = (state: Parameters<Station['opened']['outbox']['inState']>[0]) =>
  station.opened.outbox.inState(state, 100)
const answered = (files: number) =>
  until(`${files} results`, SOON_MS, () =>
    Promise.resolve(inState('answered').length >= files ? inState('answered') : undefined),
  )

test(
  'a file in the folder is checked, sent once and answered: receipt and result lie in the folder of answers',
  async () => {
    station = await makeStation({ service: probe.url, facility: here.facility })
    const file = fileOf(2)
    station.start()
    await station.put('management', 'Hồ sơ tháng 11.xml', file)
    const [entry] = await answered(1)
    const [delivery] = station.opened.outbox.deliveriesOf(entry?.seq ?? 0)

    const files = await station.files('tra-loi')
    expect(files.map((path) => path.replace(/^.*\//, ''))).toEqual(
      expect.arrayContaining([
        `Hồ sơ tháng 11.${entry?.id.slice(0, 8)}.bien-nhan.json`,
        `Hồ sơ tháng 11.${entry?.id.slice(0, 8)}.ket-qua.json`,
      ]),
    )
    const receipt = files.find((path) => path.endsWith('bien-nhan.json')) ?? ''
    const stored = station.opened.outbox.receiptOf(entry?.seq ?? 0, 'service')
    expect(await station.read(receipt)).toBe(Buffer.from(stored ?? []).toString('utf8'))
    expect(JSON.parse(await station.read(receipt))).toMatchObject({ id: delivery?.submission, status: 'received' })
    const result = files.find((path) => path.endsWith('ket-qua.json')) ?? ''
    expect(JSON.parse(await station.read(result))).toMatchObject({
      status: 'verified',
      outcomes: [{ index: 1 }, { index: 2 }],
    })
    expect(await station.files('his/quan-ly')).toEqual([
      expect.stringMatching(/^his\/quan-ly\/taken\/.*\/Hồ sơ tháng 11\.xml$/),
    ])

    // The id that was made before the first try is the one under which the service knows it.
    const shown = await probe.ask<{ id: string; status: string }>('GET', `/v1/submissions/${delivery?.submission}`)
    expect(shown.body.status).toBe('verified')

    // The same bytes under another name are known; nothing is sent.
    await station.put('management', 'lần hai.xml', file)
    await until('the second file', SOON_MS, async () => {
      const names = await station.files('his/quan-ly')
      return names.some((name) => name.endsWith('lần hai.xml') && name.includes('/taken/')) ? names : undefined
    })
    expect(station.opened.outbox.counts()).toMatchObject([{ state: 'answered', files: 1 }])
    // No file's name, which may be a person's, is in the log.
    expect(station.logged.join('\n')).not.toContain('Hồ sơ')
  },
  TEST_TIMEOUT_MS,
)

test(
  'a file with an error stays here with its reasons, and is sent where the facility sends everything',
  async () => {
    station = await makeStation({ service: probe.url, facility: here.facility })
    const file = fileWithError()
    await station.put('management', 'sai.xml', file)
    station.start()
    await until('the refusal', SOON_MS, async () => {
      const names = await station.files('his/quan-ly')
      return names.some((name) => name.endsWith('sai.xml') && name.includes('/refused/')) ? names : undefined
    })
    const names = await station.files('his/quan-ly')
    expect(names.map((name) => name.replace(/^.*\//, ''))).toEqual([
      'sai.xml',
      'sai.xml.ly-do.txt',
      'sai.xml.phat-hien.xlsx',
    ])
    const reason = await station.read(names.find((name) => name.endsWith('ly-do.txt')) ?? '')
    expect(reason).toContain('1 trong 1 hồ sơ có lỗi')
    expect(reason).toContain('GIOI_TINH')
    await station.dispose()

    station = await makeStation({ service: probe.url, facility: here.facility, settings: { send: 'all' } })
    await station.put('management', 'sai.xml', file)
    station.start()
    await answered(1)
    const files = await station.files('tra-loi')
    expect(files.some((path) => path.endsWith('ket-qua.xlsx'))).toBe(true)
    const result = await station.read(files.find((path) => path.endsWith('ket-qua.json')) ?? '')
    expect(JSON.parse(result)).toMatchObject({ resend: 'rejected-dossiers' })
  },
  TEST_TIMEOUT_MS,
)

describe('payment data', () => {
  test(
    'waits until a person of the register releases it, and is sent in the name of that person alone',
    async () => {
      station = await makeStation({ service: probe.url, facility: here.facility })
      station.start()
      await station.put('payment', 'thanh toán.xml', fileOf())
      await until('the held file', SOON_MS, () => Promise.resolve(inState('held')[0]))
      const status = await command('status', '--json')
      expect(JSON.parse(status.out)).toMatchObject({ held: [{ name: 'thanh toán.xml', dossiers: 1 }], waiting: [] })

      const person = demoPerson(here.facility)
      const wrong = await commandWith('not the secret\n', 'release', '--person', person)
      expect([wrong.code, wrong.error]).toEqual([2, expect.stringContaining('chưa duyệt tệp nào')])
      expect(inState('held')).toHaveLength(1)

      const released = await commandWith(`${demoSecret(person)}\n`, 'release', '--person', person)
      expect([released.code, released.out]).toEqual([0, expect.stringContaining('Đã duyệt 1 tệp')])
      const [entry] = await answered(1)
      const receipt = station.opened.outbox.receiptOf(entry?.seq ?? 0, 'service')
      expect(JSON.parse(Buffer.from(receipt ?? []).toString())).toMatchObject({
        purpose: 'payment',
        authenticatedBy: person,
      })
      // Nobody's secret stays longer than it is needed.
      expect(station.opened.outbox.kept(`secret person ${here.facility} ${person}`)).toBeNull()
    },
    TEST_TIMEOUT_MS,
  )
})

test(
  'a file that changes what was accepted is refused here with the reason, and goes again with one',
  async () => {
    seed += 1
    const { XML1: summary, ...rest } = makeDossier({ standard: '3176', facility: here.facility, seed }, 0)
    const [first = '', second = ''] = ['51', '52'].map((weight) =>
      wrapEnvelope([renderDossier('3176', { XML1: [{ ...summary?.[0], CAN_NANG: weight }], ...rest })], {
        facility: here.facility,
        made: '20261015',
      }),
    )
    station = await makeStation({ service: probe.url, facility: here.facility })
    station.start()
    await station.put('management', 'a.xml', first)
    await answered(1)
    await station.put('management', 'b.xml', second)
    const refused = await until('the refusal', SOON_MS, () => inState('refused')[0])
    expect(refused.problem?.code).toBe('dossier-changed')

    const unknown = await command('correct', refused.id, '--correction', 'because', '--reason', 'sai cân nặng')
    expect([unknown.code, unknown.error]).toEqual([2, expect.stringContaining('wrong-data')])
    const again = await command(
      'correct',
      refused.id.slice(0, 8),
      '--correction',
      'wrong-data',
      '--reason',
      'Ghi sai cân nặng',
    )
    expect([again.code, again.error]).toEqual([0, ''])
    await answered(2)
    const corrected = inState('answered').find(({ name }) => name === 'b.xml')
    const receipt = station.opened.outbox.receiptOf(corrected?.seq ?? 0, 'service')
    expect(JSON.parse(Buffer.from(receipt ?? []).toString())).toMatchObject({
      correction: { code: 'wrong-data', reason: 'Ghi sai cân nặng' },
    })
  },
  TEST_TIMEOUT_MS,
)

test(
  'an account that is not let in stops nothing from being taken, and is named by status and doctor',
  async () => {
    station = await makeStation({ service: probe.url, facility: here.facility })
    station.opened.outbox.keep(`secret account ${here.facility}`, 'an old secret')
    station.start()
    await station.put('management', 'a.xml', fileOf())
    await until('the trouble', SOON_MS, () =>
      Promise.resolve(station.opened.outbox.troubles().find(({ scope }) => scope.startsWith('account'))),
    )
    expect(inState('waiting')).toHaveLength(1)
    const doctor = await command('doctor', '--json')
    expect(doctor.code).toBe(2)
    expect(JSON.parse(doctor.out)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          state: 'error',
          remedy: expect.objectContaining({ en: expect.stringContaining('gateway secret') }),
        }),
      ]),
    )
    const set = await commandWith(`${demoSecret(here.facility)}\n`, 'secret', '--facility', here.facility)
    expect(set.code).toBe(0)
    await answered(1)
    expect(station.opened.outbox.troubles().filter(({ scope }) => scope.startsWith('account'))).toEqual([])
  },
  TEST_TIMEOUT_MS,
)

test(
  'a second gateway on the same folder is refused with a sentence',
  async () => {
    station = await makeStation({ service: probe.url, facility: here.facility })
    station.start()
    const second = await command('run')
    expect([second.code, second.error]).toEqual([2, expect.stringContaining('Đã có một cổng đang chạy')])
  },
  TEST_TIMEOUT_MS,
)
