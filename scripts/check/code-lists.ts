/** The code lists that files are checked against: those of the seed, or of a folder that somebody keeps. */
import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readCatalogueFile, readManifest, seedDirectory } from '../../dmdc-seed/catalogue-file.ts'
import {
  packCatalogue,
  unpackSnapshot,
  type CatalogueHead,
  type CodeLists,
  type Release,
} from '../../src/engine/index.ts'
import { openCopy } from '../dmdc/follow/copy.ts'
import { deflate, inflate } from '../../src/store/reference/compression.ts'

/** A folder of a copy kept by `dmdc:follow` (state.json) or of a seed (manifest.json); null: the bundled seed. Throws where it is neither. */
export async function readCodeLists(directory: string | null): Promise<CodeLists> {
  if (directory === null) return ofSeed(seedDirectory)
  const isThere = (name: string): Promise<boolean> =>
    access(join(directory, name)).then(
      () => true,
      () => false,
    )
  if (await isThere('manifest.json')) return ofSeed(pathToFileURL(`${resolve(directory)}/`))
  if (await isThere('state.json')) return ofCopy(directory)
  throw new Error(`${directory}: không có manifest.json hay state.json / neither manifest.json nor state.json is there`)
}

async function ofSeed(directory: URL): Promise<CodeLists> {
  const { release, catalogues } = await readManifest(directory)
  const packed = catalogues.map(async (entry) => {
    const { rows, sha256 } = await readCatalogueFile(entry, directory)
    if (sha256 !== entry.sha256) throw new Error(`${entry.file} is not the file that manifest.json names`)
    return packCatalogue(headOf(entry), rows, deflate)
  })
  return unpacked({ id: release.id, number: 1, publishedAt: 0 }, await Promise.all(packed))
}

/** A copy holds codes, not how complete a list claims to be: that is taken from the seed, and of lists it does not have nothing is claimed. */
async function ofCopy(directory: string): Promise<CodeLists> {
  const copy = await openCopy(directory)
  if (copy === null) throw new Error(`${directory}: bản sao rỗng / the copy is empty`)
  const { catalogues: known } = await readManifest()
  const heads = new Map(known.map((entry) => [entry.id, headOf(entry)]))
  const packed = [...copy.catalogues].map(([id, rows]) =>
    packCatalogue(heads.get(id) ?? { id, completeness: 'partial', completeFrom: null }, [...rows.values()], deflate),
  )
  return unpacked({ ...copy.state.release, publishedAt: 0 }, await Promise.all(packed))
}

const headOf = ({
  id,
  completeness,
  completeFrom,
}: {
  id: string
  completeness: CatalogueHead['completeness']
  completeFrom?: string
}): CatalogueHead => ({ id, completeness, completeFrom: completeFrom ?? null })

const unpacked = async (release: Release, packed: readonly { bytes: Uint8Array }[]): Promise<CodeLists> => ({
  snapshot: await unpackSnapshot(
    release,
    packed.map(({ bytes }) => bytes),
    inflate,
  ),
  stale: false,
})
