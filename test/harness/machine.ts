/** The program of one's own machine (`bhyt-edge check`), as it answers in JSON. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { SEVERITIES, type RenderedFinding, type Severity } from '../../src/engine/index.ts'
import type { Problem } from './probe.ts'

const MIB = 1024 * 1024

/** What each way of checking reports of a file. */
export type Outcome = {
  standard: string
  facility: string | null
  bytes: number
  sha256: string
  dossiers: unknown
  findings: RenderedFinding[]
  findingsTotal: number
  dmdc: { release: string; stale: boolean }
  rules: { version: string }
}

type FromMachine = {
  file: string
  findings: (RenderedFinding & { inFile: unknown })[]
  findingsTotal: number
  result?: Omit<Outcome, 'findings' | 'findingsTotal' | 'dmdc' | 'rules'>
  problem?: Problem
}
type MachineResult = { rules: string; dmdc: string; files: FromMachine[] }

/** Runs `bhyt-edge check --format json` with these arguments. */
export const checkOnMachine = (...options: string[]): Promise<MachineResult> =>
  new Promise((resolve, reject) => {
    const program = join(projectRoot, 'scripts/check/bhyt-edge.js')
    const given = [program, 'check', '--format', 'json', ...options]
    execFile(process.execPath, given, { maxBuffer: 256 * MIB }, (_error, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr))
      else resolve(JSON.parse(stdout) as MachineResult)
    })
  })

/** As an acknowledgement has them: errors, warnings, info; within each in the order of the file. */
export function errorsFirst<Found extends { readonly severity: Severity }>(findings: readonly Found[]): Found[] {
  const rank = ({ severity }: Found): number => SEVERITIES.indexOf(severity)
  return findings.toSorted((a, b) => rank(a) - rank(b))
}
