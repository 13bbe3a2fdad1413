import { exportJWK, generateKeyPair, type JSONWebKeySet } from 'jose'
import { createSigner, type Signer } from '../../src/codes/release/signature.ts'

/** A key made for one test file. */
export async function testKeys(): Promise<{ sign: Signer; publicKeys: JSONWebKeySet }> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const common = { kid: 'test', alg: 'ES256' }
  return {
    sign: await createSigner({ ...(await exportJWK(privateKey)), ...common }),
    publicKeys: { keys: [{ ...(await exportJWK(publicKey)), ...common }] },
  }
}

/** For whoever only has to sign. */
export const testSigner = async (): Promise<Signer> => (await testKeys()).sign
