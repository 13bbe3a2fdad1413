/** For build servers: a suite per file, a case per finding; what counts against the file is a failure, the rest passes with its words. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Severity } from '../../src/engine/index.ts'
import { isChecked } from './check-file.ts'
import { spotOf, whereOf, type Reporter, type ReporterOptions } from './reporter.ts'

const CHUNK_BYTES = 64 * 1024

/** What XML 1.0 does not have at all, and control characters that nobody can read. */
const FORBIDDEN = /[^\P{Cc}\t\n\r]|[\p{Cs}\uFFFE\uFFFF]/gu
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
}
const escaped = (text: string): string =>
  text.replaceAll(FORBIDDEN, '\uFFFD').replaceAll(/[&<>"\n]/g, (character) => ENTITIES[character] ?? '')

/** The cases of a file wait on the disk: their number comes before them. `fails`: whether a severity is a failure. */
export function junitReporter({
  write,
  lang,
  fails,
}: Pick<ReporterOptions, 'write' | 'lang'> & { fails: (severity: Severity) => boolean }): Reporter {
  const directory = mkdtempSync(join(tmpdir(), 'bhyt-check-'))
  const spool = openSync(join(directory, 'cases.xml'), 'w+')
  let length = 0
  let cases = 0
  let failures = 0
  const keep = (text: string): void => {
    length += writeSync(spool, text, length)
  }
  const copyCases = (): void => {
    const chunk = Buffer.alloc(CHUNK_BYTES)
    const decoder = new TextDecoder()
    for (let at = 0; at < length;) {
      const taken = readSync(spool, chunk, 0, Math.min(chunk.length, length - at), at)
      at += taken
      write(decoder.decode(chunk.subarray(0, taken), { stream: at < length }))
    }
  }
  write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="bhyt-edge">\n')
  return {
    openFile() {
      length = 0
      cases = 0
      failures = 0
    },
    finding(reported) {
      const { rule, severity, message, remedy, source } = reported.finding
      const name = [whereOf(reported, lang), spotOf(reported)].filter(Boolean).join(' ')
      const words = `${message[lang]}\n→ ${remedy[lang]}\n${source.document}, ${source.place}`
      cases += 1
      const head = `<testcase classname="${escaped(rule)}" name="${escaped(name === '' ? rule : name)}">`
      if (fails(severity)) {
        failures += 1
        keep(
          `${head}<failure type="${severity}" message="${escaped(message[lang])}">${escaped(words)}</failure></testcase>\n`,
        )
      } else {
        keep(`${head}<system-out>${escaped(`${severity}: ${words}`)}</system-out></testcase>\n`)
      }
    },
    closeFile(path, result) {
      const unusable = isChecked(result) ? null : result
      if (cases === 0 && !unusable) {
        cases = 1
        keep(`<testcase classname="bhyt-edge" name="${escaped(path)}"/>\n`)
      }
      if (unusable) {
        cases += 1
        const words = `${unusable.message[lang]} → ${unusable.remedy[lang]}`
        keep(
          `<testcase classname="${unusable.code}" name="${escaped(path)}"><error type="${unusable.code}" message="${escaped(words)}"/></testcase>\n`,
        )
      }
      write(
        `<testsuite name="${escaped(path)}" tests="${cases}" failures="${failures}" errors="${unusable ? 1 : 0}">\n`,
      )
      copyCases()
      write('</testsuite>\n')
    },
    end() {
      write('</testsuites>\n')
      closeSync(spool)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
