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
  /** Public JWK as JSON: the value of FILE_PUBLIC_KEY. */
  filePublicKey: string
  /** Private JWKS as JSON: the value of FILE_PRIVATE_KEYS. */
  filePrivateKeys: string
  /** Private JWK as JSON: the value of RECEIPT_SIGNING_KEY. */
  receiptSigningKey: string
  /** JWKS as JSON: the value of RECEIPT_PUBLIC_KEYS. */
  receiptPublicKeys: string
  /** JSON: the value of RECEIPT_KEYS. */
  receiptKeys: string
  /** JSON: the value of WAREHOUSE_KEYS. */
  warehouseKeys: string
  /** 32 bytes in base64: the value of WAREHOUSE_HASH_KEY. */
  warehouseHashKey: string
}

export const makePair = async (): Promise<{ signingKey: string; publicKeys: string }> => {
  const pair = await generateKeyPair('ES256', { extractable: true })
  const publicKey = await exportJWK(pair.publicKey)
  const common: JWK = { kid: await calculateJwkThumbprint(publicKey), alg: 'ES256', use: 'sig' }
  return {
    signingKey: JSON.stringify({ ...(await exportJWK(pair.privateKey)), ...common }),
    publicKeys: JSON.stringify({ keys: [{ ...publicKey, ...common }] }),
  }
}

/** Files are sealed for the public one; nothing is signed with it. */
export const makeFilePair = async (): Promise<Pick<Keys, 'filePublicKey' | 'filePrivateKeys'>> => {
  const pair = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true })
  const publicKey = await exportJWK(pair.publicKey)
  const common: JWK = { kid: await calculateJwkThumbprint(publicKey), alg: 'ECDH-ES', use: 'enc' }
  return {
    filePublicKey: JSON.stringify({ ...publicKey, ...common }),
    filePrivateKeys: JSON.stringify({ keys: [{ ...(await exportJWK(pair.privateKey)), ...common }] }),
  }
}

const randomKey = (): string => randomBytes(32).toString('base64')

/** Key pairs of tokens, of code lists and of receipts: who may issue the one need not be who may sign the other. */
const makeKeys = async (): Promise<Keys> => {
  const [tokens, dmdc, receipts] = [await makePair(), await makePair(), await makePair()]
  return {
    ...tokens,
    dmdcSigningKey: dmdc.signingKey,
    dmdcPublicKeys: dmdc.publicKeys,
    receiptSigningKey: receipts.signingKey,
    receiptPublicKeys: receipts.publicKeys,
    ...(await makeFilePair()),
    receiptKeys: JSON.stringify({ current: 'r1', keys: { r1: randomKey() } }),
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
  if (Object.keys(keys).some((name) => !Object.hasOwn(known, name)))
    await writeFile(path, JSON.stringify(keys), { mode: 0o600 })
  return keys
}

/** The variables of every deployment that hold keys; a centre has two more. */
export const keyVars = (keys: Keys): Record<string, string> => ({
  TOKEN_SIGNING_KEY: keys.signingKey,
  TOKEN_PUBLIC_KEYS: keys.publicKeys,
  DMDC_PUBLIC_KEYS: keys.dmdcPublicKeys,
  FILE_PUBLIC_KEY: keys.filePublicKey,
  RECEIPT_KEYS: keys.receiptKeys,
  RECEIPT_SIGNING_KEY: keys.receiptSigningKey,
  RECEIPT_PUBLIC_KEYS: keys.receiptPublicKeys,
  WAREHOUSE_KEYS: keys.warehouseKeys,
  WAREHOUSE_HASH_KEY: keys.warehouseHashKey,
})
