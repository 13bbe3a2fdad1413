import { Buffer } from 'node:buffer'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from './bundle.ts'

const DEMO_FILE = 'test/fixtures/files/demo-4210.xml'
/** Whose file that is. */
const DEMO_FACILITY = '01001'

/** Path of a file to try things with as that facility: a file is taken only from the facility it names, in its head and in its tables. */
export const demoFileFor = async (facility: string, directory: string): Promise<string> => {
  if (facility === DEMO_FACILITY) return DEMO_FILE
  const rename = (text: string): string => text.replaceAll(new RegExp(`\\b${DEMO_FACILITY}\\b`, 'g'), facility)
  const renameTable = (_: string, base64: string): string => {
    const table = rename(Buffer.from(base64, 'base64').toString('utf8'))
    return `<NOIDUNGFILE>${Buffer.from(table).toString('base64')}</NOIDUNGFILE>`
  }
  const file = await readFile(join(projectRoot, DEMO_FILE), 'utf8')
  const path = join(directory, `demo-${facility}.xml`)
  await writeFile(path, rename(file).replaceAll(/<NOIDUNGFILE>([^<]*)<\/NOIDUNGFILE>/g, renameTable))
  return path
}
