/** The key of this machine, or a passphrase: what seals the outbox. */
import { createHash, hkdfSync, randomBytes, scryptSync } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sealForAll, type Seal } from '../../src/edge/sealed/seals.ts'
import { GatewayProblem, systemCode } from '../problem.ts'
import { syncFolder, writeWhole } from '../disk.ts'

const KEY_BYTES = 32
/** OWASP's figure for scrypt with r = 8, p = 1 on a machine that starts it once. 128 MB for a moment. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }
/** A shorter one can be tried out by whoever has the disk. */
const SHORTEST_PASSPHRASE = 12

export type OutboxKeys = {
  /** Of the database file, in hexadecimal. */
  readonly database: string
  /** Of the bodies beside it. */
  readonly bodies: Seal
}

export type KeyPlace = { readonly keyFile: string; readonly data: string; readonly passphrase: string | undefined }

/** Makes the key file, readable by this account alone. False: it is there already, and stays as it is. */
export async function makeKeyFile(keyFile: string): Promise<boolean> {
  await mkdir(dirname(keyFile), { recursive: true })
  try {
    const handle = await open(keyFile, 'wx', 0o600)
    try {
      await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  }
  await syncFolder(dirname(keyFile))
  return true
}

/** The keys of the outbox. Throws a GatewayProblem where there is no key, or one of another form. */
export async function readKeys(place: KeyPlace): Promise<OutboxKeys> {
  const main = place.passphrase === undefined ? await fromFile(place.keyFile) : await fromPassphrase(place)
  const derived = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', main, '', `bhyt-edge gateway ${use}`, KEY_BYTES))
  const id = createHash('sha256').update(derived('key id')).digest('hex').slice(0, 16)
  return {
    database: derived('database').toString('hex'),
    bodies: sealForAll({ current: id, keys: { [id]: derived('bodies').toString('base64') } }),
  }
}

async function fromFile(keyFile: string): Promise<Buffer> {
  const text = await readFile(keyFile, 'utf8').catch((cause: unknown) => {
    throw new GatewayProblem(
      {
        vi: `Không đọc được khóa ${keyFile} (${systemCode(cause)}). Khôi phục từ bản sao lưu; thiếu khóa thì không mở được hàng đợi.`,
        en: `The key ${keyFile} cannot be read (${systemCode(cause)}). Restore it from your backup; without it the outbox does not open.`,
      },
      { cause },
    )
  })
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== KEY_BYTES)
    throw new GatewayProblem({
      vi: `${keyFile} không phải tệp khóa của cổng.`,
      en: `${keyFile} is not a key file of the gateway.`,
    })
  return key
}

/** The salt lies beside the outbox: it is no secret, and without it the passphrase makes another key. */
async function fromPassphrase({ data, passphrase = '' }: KeyPlace): Promise<Buffer> {
  if (passphrase.length < SHORTEST_PASSPHRASE)
    throw new GatewayProblem({
      vi: `Cụm mật khẩu phải có ít nhất ${SHORTEST_PASSPHRASE} ký tự.`,
      en: `The passphrase needs ${SHORTEST_PASSPHRASE} characters or more.`,
    })
  const path = join(data, 'salt')
  const known = await readFile(path, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  })
  const salt = known ?? randomBytes(KEY_BYTES).toString('base64')
  if (known === null) await writeWhole(path, salt)
  return scryptSync(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), KEY_BYTES, SCRYPT)
}
