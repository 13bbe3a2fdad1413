/** `gateway init`: asks what it needs, writes the configuration, makes the key, keeps the secret sealed. */
import { access } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { EOL } from 'node:os'
import type { z } from 'zod'
import { parseConfiguration, readConfiguration } from '../configuration/read.ts'
import type { Configuration, configurationSchema } from '../configuration/schema.ts'
import { configurationText } from '../configuration/write.ts'
import { writeWhole } from '../disk.ts'
import { makeKeyFile } from '../outbox/key.ts'
import { GatewayProblem } from '../problem.ts'

export type InitAnswers = {
  readonly service: string
  readonly facility: string
  readonly account: string
  /** The folder under which those of the facility are made. */
  readonly folder: string
}

/** Writes the file and makes the key. Throws a GatewayProblem where the file is there, or an answer is wrong. */
export async function initGateway(
  file: string,
  answers: InitAnswers,
  passphrase: string | undefined,
): Promise<Configuration> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (isThere)
    throw new GatewayProblem({
      vi: `Tệp ${file} đã có; sửa tệp đó, hoặc nêu tệp khác bằng --config.`,
      en: `${file} is there already; change it, or name another one with --config.`,
    })
  const folder = resolve(dirname(file), answers.folder)
  const input: z.input<typeof configurationSchema> = {
    version: 1,
    service: answers.service,
    facilities: [
      {
        code: answers.facility,
        account: answers.account,
        folders: [
          { path: join(folder, 'quan-ly'), purpose: 'management' },
          { path: join(folder, 'thanh-toan'), purpose: 'payment' },
        ],
        answers: join(folder, 'tra-loi'),
      },
    ],
  }
  // What is wrong is said before anything is written.
  const text = configurationText(checked(input, file), EOL)
  await writeWhole(file, text)
  const configuration = await readConfiguration(file)
  if (passphrase === undefined) await makeKeyFile(configuration.keyFile)
  return configuration
}

const checked = (input: z.input<typeof configurationSchema>, file: string): Configuration =>
  parseConfiguration(JSON.stringify(input), file)
