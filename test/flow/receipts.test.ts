/** What is acknowledged can be proven without the service: by both wires, for a repeated file too, and for that file alone. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { JSONWebKeySet } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { assertBytes, assertOutcomes, verifyReceipt } from '../../src/proof/receipt-claims.ts'
import type { Acknowledgement } from '../../src/http/routes/submissions/schemas.ts'
import { makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { oldClient } from '../harness/old-client.ts'
import { ownProvinces, shareStack, type Shared } from '../harness/own-provinces.ts'

/** The program is started too, which takes seconds where others want the machine. */
const RUN_TIMEOUT_MS = 60_000

const { here } = await ownProvinces()
const FACILITY = here.facility

let probe: Shared
let directory: string
let keys: JSONWebKeySet
beforeAll(async () => {
  probe = await shareStack(here)
  directory = await mkdtemp(join(tmpdir(), 'bhyt-receipt-'))
  keys = (await probe.ask<JSONWebKeySet>('GET', '/v1/receipts/keys', { account: null })).body
  await writeFile(join(directory, 'keys.json'), JSON.stringify(keys))
}, 120_000)
afterAll(async () => {
  await rm(directory, { recursive: true, force: true })
  probe?.close()
})

/** Three dossiers: the second is rejected. */
function mixedFile(seed: number): string {
  const made = [0, 1, 2].map((index) => {
    const { XML1: summary, ...rest } = makeDossier({ standard: '3176', facility: FACILITY, seed }, index)
    const change = index === 1 ? { GIOI_TINH: '9' } : {}
    return renderDossier('3176', { ...(summary?.[0] ? { XML1: [{ ...summary[0], ...change }] } : {}), ...rest })
  })
  return wrapEnvelope(made, { facility: FACILITY, made: '20261015' })
}

test('a file has a receipt that proves its bytes and the outcome of each dossier; sent again it has the same', async () => {
  const file = mixedFile(1)
  const first = await probe.submit(file)
  expect(first.status).toBe(202)
  const { receipt, id, dossiers, sha256, bytes, purpose, authenticatedBy: person } = first.body
  expect(first.headers.get('bhyt-receipt')).toBe(receipt?.jws)
  const claims = await verifyReceipt(receipt?.jws ?? '', keys)
  assertBytes(claims, { sha256, bytes })
  assertOutcomes(claims, receipt?.outcomes ?? '')
  expect(claims).toMatchObject({ jti: id, iss: 'bhyt-edge', facility: FACILITY, purpose, person, dossiers })
  expect(receipt?.outcomes).toMatch(/^[aw]1r1[aw]1$/)

  const again = await probe.submit(file)
  const stored = await probe.ask<Acknowledgement>('GET', `/v1/submissions/${id}`)
  expect([again.status, again.body.receipt, stored.body.receipt]).toEqual([200, receipt, receipt])
  expect(again.headers.get('bhyt-receipt')).toBe(receipt?.jws)
})

test(
  'the old wire answers in the old words, and has the receipt of the XML as a header',
  async () => {
    const client = oldClient(probe.url)
    const token = await client.signIn(FACILITY)
    const file = makeFile({ standard: '3176', facility: FACILITY, seed: 2 })
    const fileHSBase64 = Buffer.from(file).toString('base64')
    const fields = { username: FACILITY, loaiHoSo: '130', maTinh: here.code, maCSKCB: FACILITY, fileHSBase64 }
    const answer = await client.form('/api/qd130/guiHoSoXmlQD3176', token, fields)
    expect(Object.keys(answer.body)).toEqual(['maKetQua', 'maGiaoDich', 'thoiGianTiepNhan', 'thongDiep'])

    await writeFile(join(directory, 'old.xml.gz'), gzipSync(file))
    await writeFile(join(directory, 'old.jws'), answer.receipt ?? '')
    const program = join(projectRoot, 'scripts/check/bhyt-edge.js')
    const asked = [program, 'verify-receipt', 'old.xml.gz', 'old.jws', '--keys', 'keys.json']
    const { stdout } = await promisify(execFile)(process.execPath, asked, { cwd: directory })
    expect(stdout).toContain('ĐÚNG: biên nhận là của tệp này.')
    expect(stdout).toContain(String(answer.body['maGiaoDich']))

    const wrong = await client.form('/api/qd130/guiHoSoXmlQD3176', token, { ...fields, fileHSBase64: 'AAAA' })
    expect(wrong.receipt).toBeNull()
  },
  RUN_TIMEOUT_MS,
)
