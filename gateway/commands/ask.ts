/** Asks the person at the terminal, or reads what a script hands over. */
import { text } from 'node:stream/consumers'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Text } from '../../src/kernel/text.ts'
import { GatewayProblem } from '../problem.ts'
import { both } from './report.ts'

/** A line of an answer; null: nobody is there to answer. */
export async function askFor(question: Text): Promise<string | null> {
  if (!process.stdin.isTTY) return null
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await lines.question(`${both(question)}: `)).trim()
  } finally {
    lines.close()
  }
}

/**
 * A secret: the first line of standard input where a script gives it, else typed without being shown. Never from the command line, which others
 * of the machine can read. Throws where none came.
 */
export async function askSecret(question: Text): Promise<string> {
  const secret = process.stdin.isTTY ? await typedUnseen(question) : (await text(process.stdin)).split(/\r?\n/)[0]
  if (secret === undefined || secret === '')
    throw new GatewayProblem({
      vi: 'Chưa có bí mật: nhập khi được hỏi, hoặc đưa vào đầu vào chuẩn.',
      en: 'There is no secret: type it when asked, or give it on standard input.',
    })
  return secret
}

async function typedUnseen(question: Text): Promise<string> {
  process.stderr.write(`${both(question)}: `)
  const nowhere = new Writable({
    write(_, __, done) {
      done()
    },
  })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return await lines.question('')
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
