/** `gateway doctor`: what a gateway needs, looked at one by one, each with what to do. */
import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import type { Text } from '../../src/kernel/text.ts'
import type { Configuration } from '../configuration/schema.ts'
import { CONFIRMED } from '../intake/code-lists.ts'
import { BODIES_FOLDER, takeLock, type Opened } from '../open.ts'
import { bodySize, freeBytes } from '../outbox/bodies.ts'
import { GatewayProblem, systemCode } from '../problem.ts'
import type { Http } from '../sending/http.ts'
import type { ServiceClient } from '../sending/service.ts'
import { both, type Say } from './report.ts'

export type Diagnosis = { readonly state: 'ok' | 'warning' | 'error'; readonly what: Text; readonly remedy?: Text }

export type DoctorNeeds = {
  readonly configuration: Configuration
  readonly opened: Opened
  readonly service: ServiceClient
  readonly http: Http
  readonly now: () => number
}

const MEGABYTE = 1024 * 1024
/** Below the first nothing more is taken soon; below the second somebody should look. */
const FREE_ERROR = 200 * MEGABYTE
const FREE_WARNING = 2048 * MEGABYTE
/** Beyond this the day of a dossier may be wrong around midnight, and tokens look ended. */
const CLOCK_TOLERANCE_MS = 2 * 60_000
const HOUR_MS = 60 * 60_000
/** Nobody should find out from a reminder that nothing went for so long. */
const SILENCE_HOURS = 4
const TIMEOUT_MS = 20_000
const MOST_LOOKED_AT = 100_000

/** 0: all is well · 1: something to look at · 2: something does not work. */
export function printDiagnoses(diagnoses: readonly Diagnosis[], say: Say, asJson: boolean): number {
  const marks = { ok: '✓', warning: '!', error: '✗' } as const
  if (asJson) say(JSON.stringify(diagnoses, null, 2))
  else
    for (const { state, what, remedy } of diagnoses) {
      say(`${marks[state]} ${both(what)}`)
      if (remedy) say(`    → ${remedy.vi}\n    → ${remedy.en}`)
    }
  return diagnoses.some(({ state }) => state === 'error')
    ? 2
    : diagnoses.some(({ state }) => state === 'warning')
      ? 1
      : 0
}

export async function diagnose(needs: DoctorNeeds): Promise<readonly Diagnosis[]> {
  return [
    running(needs),
    await disk(needs),
    ...(await folders(needs)),
    await bodies(needs),
    silence(needs),
    codeLists(needs),
    ...(await line(needs)),
    ...(await accounts(needs)),
    ...troubles(needs),
  ]
}

function running({ configuration }: DoctorNeeds): Diagnosis {
  try {
    takeLock(configuration.data).release()
  } catch (error) {
    if (!(error instanceof GatewayProblem)) throw error
    return { state: 'ok', what: { vi: 'Cổng đang chạy', en: 'the gateway is running' } }
  }
  return {
    state: 'warning',
    what: { vi: 'Cổng không chạy', en: 'the gateway is not running' },
    remedy: {
      vi: 'Chạy bhyt-edge gateway run, hoặc khởi động dịch vụ.',
      en: 'Run bhyt-edge gateway run, or start its service.',
    },
  }
}

async function disk({ configuration }: DoctorNeeds): Promise<Diagnosis> {
  const free = await freeBytes(configuration.data)
  const what = { vi: `Đĩa còn ${Math.floor(free / MEGABYTE)} MB`, en: `${Math.floor(free / MEGABYTE)} MB are free` }
  if (free > FREE_WARNING) return { state: 'ok', what }
  return {
    state: free > FREE_ERROR ? 'warning' : 'error',
    what,
    remedy: {
      vi: 'Giải phóng dung lượng: chuyển các thư mục taken, answers của những ngày cũ đi nơi khác. Không xóa thư mục data.',
      en: 'Free some space: move the folders taken and answers of old days elsewhere. Do not delete the folder data.',
    },
  }
}

const folders = ({ configuration }: DoctorNeeds): Promise<Diagnosis[]> =>
  Promise.all(
    configuration.facilities
      .flatMap(({ answers, folders: watched }) => [answers, ...watched.map(({ path }) => path)])
      .map(async (path): Promise<Diagnosis> => {
        const code = await access(path, constants.R_OK | constants.W_OK).then(
          () => null,
          (error: unknown) => systemCode(error) ?? 'unknown',
        )
        const what = { vi: `Thư mục ${path}`, en: `folder ${path}` }
        if (code === null) return { state: 'ok', what }
        return {
          state: 'error',
          what: { vi: `${what.vi}: ${code}`, en: `${what.en}: ${code}` },
          remedy: {
            vi: 'Tạo thư mục và cho tài khoản chạy cổng quyền đọc, ghi.',
            en: 'Make the folder and let the account of the gateway read and write it.',
          },
        }
      }),
  )

/** That what waits can be sent: each body is where its entry says. */
async function bodies({ configuration, opened: { outbox } }: DoctorNeeds): Promise<Diagnosis> {
  const entries = [...outbox.inState('held', MOST_LOOKED_AT), ...outbox.inState('waiting', MOST_LOOKED_AT)]
  let missing = 0
  for (const { id } of entries) if ((await bodySize(join(configuration.data, BODIES_FOLDER), id)) === null) missing += 1
  const what = { vi: `Hàng đợi: ${entries.length} tệp chờ`, en: `outbox: ${entries.length} files wait` }
  if (missing === 0) return { state: 'ok', what }
  return {
    state: 'error',
    what: { vi: `${what.vi}, ${missing} tệp mất bản lưu`, en: `${what.en}, ${missing} of them have lost their copy` },
    remedy: {
      vi: 'Đưa lại tệp gốc (thư mục taken) vào thư mục nhận; kiểm tra ổ đĩa và phần mềm diệt vi-rút.',
      en: 'Put the originals (folder taken) into their folder again; check the disk and the virus scanner.',
    },
  }
}

function silence({ opened: { outbox }, now }: DoctorNeeds): Diagnosis {
  const [oldest] = outbox.inState('waiting', 1)
  const hours = oldest === undefined ? 0 : Math.floor((now() - oldest.arrived_at) / HOUR_MS)
  if (hours < SILENCE_HOURS)
    return { state: 'ok', what: { vi: 'Không có tệp nào đợi lâu', en: 'no file has waited for long' } }
  return {
    state: 'error',
    what: { vi: `Có tệp đã đợi gửi ${hours} giờ`, en: `a file has waited for ${hours} hours` },
    remedy: {
      vi: 'Xem các dòng về đường truyền và tài khoản; nếu mất mạng lâu, khai báo sự cố (Điều 8).',
      en: 'Look at the lines about line and account; if the line is down for long, declare the outage (article 8).',
    },
  }
}

function codeLists({ configuration, opened: { outbox }, now }: DoctorNeeds): Diagnosis {
  const confirmed = outbox.kept(CONFIRMED)
  const hours = confirmed === null ? null : Math.floor((now() - Number(confirmed)) / HOUR_MS)
  if (hours !== null && hours <= configuration.codeLists.staleAfterHours)
    return {
      state: 'ok',
      what: { vi: `Danh mục được xác nhận ${hours} giờ trước`, en: `code lists were confirmed ${hours} hours ago` },
    }
  return {
    state: 'warning',
    what:
      hours === null
        ? {
            vi: 'Danh mục chưa được xác nhận lần nào: dùng bản kèm chương trình',
            en: 'code lists were never confirmed: those bundled are in use',
          }
        : { vi: `Danh mục đã ${hours} giờ chưa được xác nhận`, en: `code lists were not confirmed for ${hours} hours` },
    remedy: {
      vi: 'Phát hiện về mã chỉ là cảnh báo cho đến khi có mạng lại.',
      en: 'Findings about codes are warnings only until the line is back.',
    },
  }
}

async function line({ configuration, http, now }: DoctorNeeds): Promise<Diagnosis[]> {
  const url = `${configuration.service.replace(/\/+$/, '')}/healthz`
  const answer = await http.ask({ method: 'GET', url, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => null)
  if (answer === null || answer.status >= 500)
    return [
      {
        state: 'error',
        what: { vi: `Không kết nối được ${configuration.service}`, en: `no connection to ${configuration.service}` },
        remedy: {
          vi: 'Kiểm tra mạng, tường lửa, proxy (HTTPS_PROXY) và địa chỉ service. Hồ sơ vẫn được nhận và kiểm tra tại chỗ.',
          en: 'Check the network, firewall, proxy (HTTPS_PROXY) and the address service. Dossiers are taken and checked all the same.',
        },
      },
    ]
  const theirs = Date.parse(answer.headers['date'] ?? '')
  const apart = Number.isNaN(theirs) ? 0 : Math.abs(theirs - now())
  const connected: Diagnosis = {
    state: 'ok',
    what: { vi: `Kết nối được ${configuration.service}`, en: `connected to ${configuration.service}` },
  }
  if (apart <= CLOCK_TOLERANCE_MS)
    return [connected, { state: 'ok', what: { vi: 'Đồng hồ đúng', en: 'the clock is right' } }]
  const minutes = Math.round(apart / 60_000)
  return [
    connected,
    {
      state: 'error',
      what: { vi: `Đồng hồ máy lệch ${minutes} phút`, en: `the clock of this machine is ${minutes} minutes off` },
      remedy: {
        vi: 'Bật đồng bộ giờ của hệ điều hành (w32tm /resync, timedatectl set-ntp true).',
        en: 'Turn on the time service of the system (w32tm /resync, timedatectl set-ntp true).',
      },
    },
  ]
}

const accounts = ({ configuration, service }: DoctorNeeds): Promise<Diagnosis[]> =>
  Promise.all(
    configuration.facilities.map(async ({ code, person, payment }): Promise<Diagnosis> => {
      const named = payment === 'at-once' ? (person ?? null) : null
      const outcome = await service.signIn(code, named, AbortSignal.timeout(TIMEOUT_MS))
      if (outcome === null)
        return {
          state: 'ok',
          what: { vi: `Tài khoản của ${code} đăng nhập được`, en: `the account of ${code} is let in` },
        }
      const problem = outcome.kind === 'received' ? null : outcome.problem
      return {
        state: outcome.kind === 'shut-out' ? 'error' : 'warning',
        what: {
          vi: `Tài khoản của ${code}: ${problem?.message.vi ?? ''}`,
          en: `account of ${code}: ${problem?.message.en ?? ''}`,
        },
        ...(problem ? { remedy: problem.remedy } : {}),
      }
    }),
  )

const troubles = ({ opened: { outbox } }: DoctorNeeds): Diagnosis[] =>
  outbox.troubles().map(({ vi, en }) => ({ state: 'warning', what: { vi, en } }))
