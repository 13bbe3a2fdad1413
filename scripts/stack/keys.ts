import { readFile, writeFile } from 'node:fs/promises'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'

export type Keys = {
  /** Private JWK as JSON: the value of TOKEN_SIGNING_KEY. */
  signingKey: string
  /** JWKS as JSON: the value of TOKEN_PUBLIC_KEYS. */
  publicKeys: string
}

const makeKeys = async (): Promise<Keys> => {
  const pair = await generateKeyPair('ES256', { extractable: true })
  const publicKey = await exportJWK(pair.publicKey)
  const common: JWK = { kid: await calculateJwkThumbprint(publicKey), alg: 'ES256', use: 'sig' }
  return {
    signingKey: JSON.stringify({ ...(await exportJWK(pair.privateKey)), ...common }),
    publicKeys: JSON.stringify({ keys: [{ ...publicKey, ...common }] }),
  }
}

/** The key pair kept in that file; made at the first start, so that tokens outlive a restart. */
export const loadOrMakeKeys = async (path: string): Promise<Keys> => {
  const kept = await readFile(path, 'utf8').catch(() => undefined)
  // Our own file, readable and writable by us alone.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  if (kept !== undefined) return JSON.parse(kept) as Keys
  const keys = await makeKeys()
  await writeFile(path, JSON.stringify(keys), { mode: 0o600, flag: 'wx' })
  return keys
}
