import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'

export type Keys = {
  /** Private JWK as JSON: the value of TOKEN_SIGNING_KEY. */
  signingKey: string
  /** JWKS as JSON: the value of TOKEN_PUBLIC_KEYS. */
  publicKeys: string
  /** Private JWK as JSON: the value of DMDC_SIGNING_KEY. */
  dmdcSigningKey: string
  /** JWKS as JSON: the value of DMDC_PUBLIC_KEYS. */
  dmdcPublicKeys: string
  /** JSON: the value of WAREHOUSE_KEYS. */
  warehouseKeys: string
  /** 32 bytes in base64: the value of WAREHOUSE_HASH_KEY. */
  warehouseHashKey: string
}

const makePair = async (): Promise<{ signingKey: string; publicKeys: string }> => {
  const pair = await generateKeyPair('ES256', { extractable: true })
  const publicKey = await exportJWK(pair.publicKey)
  const common: JWK = { kid: await calculateJwkThumbprint(publicKey), alg: 'ES256', use: 'sig' }
  return {
    signingKey: JSON.stringify({ ...(await exportJWK(pair.privateKey)), ...common }),
    publicKeys: JSON.stringify({ keys: [{ ...publicKey, ...common }] }),
  }
}

const randomKey = (): string => randomBytes(32).toString('base64')

/** Key pairs of tokens and of code lists: two, as who may issue the one need not be who may sign the other. */
const makeKeys = async (): Promise<Keys> => {
  const [tokens, dmdc] = [await makePair(), await makePair()]
  return {
    ...tokens,
    dmdcSigningKey: dmdc.signingKey,
    dmdcPublicKeys: dmdc.publicKeys,
    warehouseKeys: JSON.stringify({ current: 'k1', keys: { k1: randomKey() } }),
    warehouseHashKey: randomKey(),
  }
}

/** The keys kept in that file; made at the first start, so that tokens and signatures outlive a restart. */
export const loadOrMakeKeys = async (path: string): Promise<Keys> => {
  const kept = await readFile(path, 'utf8').catch(() => undefined)
  // Our own file, readable and writable by us alone; an older one lacks the later keys.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const known = kept === undefined ? {} : (JSON.parse(kept) as Partial<Keys>)
  const keys: Keys = { ...(await makeKeys()), ...known }
  if (known.dmdcSigningKey === undefined || known.warehouseKeys === undefined)
    await writeFile(path, JSON.stringify(keys), { mode: 0o600 })
  return keys
}
