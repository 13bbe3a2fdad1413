/** `bhyt-edge sign` and `bhyt-edge verify-signature`: files on a disk, their exit codes and words. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runSign, runVerifySignature } from '../../scripts/check/signatures.ts'
import { makeFile } from '../fixtures/dossier.ts'
import { makeSigner } from '../harness/certificates.ts'

const NOW = Date.parse('2026-11-30T08:00:00+07:00')
/** Longer than what is read of a disk at once, so that it comes in pieces. */
const LARGE = makeFile({ standard: '3176', seed: 3, dossiers: 12 })

let directory: string
const path = (name: string): string => join(directory, name)
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bhyt-sign-'))
  const root = await makeSigner('Gốc', null, { isAuthority: true })
  const { signer } = await makeSigner('Nguyễn Văn Ký', root, { kind: 'rsa' })
  await Promise.all([
    writeFile(path('root.pem'), root.signer.pem),
    writeFile(path('own.pem'), signer.keyPem + signer.pem),
    writeFile(path('plain.xml'), LARGE),
    writeFile(path('marked.xml'), `\uFEFF${LARGE}`),
    writeFile(path('self.xml'), LARGE.replace('<CHUKYDONVI></CHUKYDONVI>', '<CHUKYDONVI />')),
    writeFile(path('packed.xml.gz'), gzipSync(LARGE)),
    writeFile(path('latin.xml'), Buffer.from(LARGE.replace('<CHUKYDONVI>', 'é<CHUKYDONVI>'), 'latin1')),
    writeFile(path('full.xml'), LARGE.replace('<CHUKYDONVI></CHUKYDONVI>', '<CHUKYDONVI>x</CHUKYDONVI>')),
  ])
})
afterAll(async () => {
  await rm(directory, { recursive: true, force: true })
})

type Ran = [code: number, printed: string]
async function run(command: typeof runSign, args: readonly string[]): Promise<Ran> {
  let printed = ''
  const code = await command(args, NOW, (text) => {
    printed += text
  })
  return [code, printed]
}
const sign = (name: string, output: string): Promise<Ran> =>
  run(runSign, [path(name), '--key', path('own.pem'), '--certificate', path('own.pem'), '--output', path(output)])
const verify = (name: string, ...more: string[]): Promise<Ran> =>
  run(runVerifySignature, [path(name), '--trust', path('root.pem'), ...more])

test.each(['plain.xml', 'marked.xml', 'self.xml', 'packed.xml.gz'])('%s is signed and verifies', async (name) => {
  const [code, printed] = await sign(name, `signed-${name}.xml`)
  expect([code, printed]).toEqual([0, expect.stringContaining('Nguyễn Văn Ký')])
  const [state, said] = await verify(`signed-${name}.xml`)
  expect([state, said]).toEqual([0, expect.stringMatching(/^valid: HỢP LỆ/)])
  for (const word of ['Nguyễn Văn Ký', 'cả tệp', '2026-11-30T08:00:00.000+07:00', 'rsa-sha256'])
    expect(said).toContain(word)
  const text = await readFile(path(`signed-${name}.xml`), 'utf8')
  const mark = name === 'marked.xml' ? '\uFEFF' : ''
  expect(text.replace(/<Signature.*<\/Signature>/s, '').replace('<CHUKYDONVI ></', '<CHUKYDONVI></')).toBe(mark + LARGE)
})

test('a file that cannot be signed is left alone, and nothing lies beside it', async () => {
  expect(await sign('full.xml', 'out.xml')).toEqual([1, expect.stringContaining('no empty CHUKYDONVI')])
  expect(await sign('latin.xml', 'out.xml')).toEqual([1, expect.stringContaining('not UTF-8')])
  expect((await readdir(directory)).filter((name) => name.startsWith('out.xml'))).toEqual([])
})

test('what is not valid has exit code 1 and its state', async () => {
  await sign('plain.xml', 'good.xml')
  const good = await readFile(path('good.xml'), 'utf8')
  await writeFile(path('changed.xml'), good.replace('01001', '01002'))
  expect(await verify('plain.xml', '--lang', 'en')).toEqual([1, expect.stringMatching(/^none: NOT SIGNED/)])
  expect(await verify('changed.xml', '--lang', 'en')).toEqual([
    1,
    expect.stringMatching(/^broken: BROKEN\n {2}The data was changed/),
  ])
  expect(await verify('good.xml', '--at', '2026-11-01')).toEqual([1, expect.stringMatching(/^expired/)])
  expect(await run(runVerifySignature, [path('good.xml')])).toEqual([1, expect.stringMatching(/^unknown-signer/)])
  expect((await verify('good.xml', '--at', 'bao giờ'))[0]).toBe(2)
})
