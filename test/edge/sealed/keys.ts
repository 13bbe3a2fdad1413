import type { JWK } from 'jose'
import { makeFilePair } from '../../../scripts/stack/keys.ts'

type Pair = { publicKey: JWK; privateKeys: JWK[] }

async function pair(): Promise<Pair> {
  const { filePublicKey, filePrivateKeys } = await makeFilePair()
  // Made by our own script.
  return {
    publicKey: JSON.parse(filePublicKey) as JWK,
    privateKeys: (JSON.parse(filePrivateKeys) as { keys: JWK[] }).keys,
  }
}

/** Two key pairs for files. */
export const loadKeys = async (): Promise<Pair & { other: Pair }> => ({ ...(await pair()), other: await pair() })
