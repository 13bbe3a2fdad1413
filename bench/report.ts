import { cpus, totalmem } from 'node:os'
import { createRequire } from 'node:module'

/** What one part of the bench has to say: a heading, and paragraphs or tables in Markdown. */
export type Section = { readonly title: string; readonly text: string }

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** `reached` or `missed`, beside the figure that was asked for. */
export const verdict = (reached: boolean, goal: string): string => `${goal}: **${reached ? 'reached' : 'MISSED'}**`

/** `1 rule takes`, `3 rules take`. */
export const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

const versionOf = (name: string): string => {
  const manifest: unknown = createRequire(import.meta.url)(`${name}/package.json`)
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
}

const SPIN_STEPS = 100_000_000

/** Steps of a plain loop per microsecond: separates a machine that is slow at this moment from code that is slow. */
export function spinSpeed(): number {
  const started = performance.now()
  let sum = 0
  for (let step = 0; step < SPIN_STEPS; step += 1) sum += step % 7
  const elapsed = performance.now() - started
  return sum > 0 ? SPIN_STEPS / elapsed / 1000 : 0
}

/** The machine and the programs, as a list: figures mean nothing without them. */
export function machine(speeds: readonly number[], command: string): string {
  const [cpu] = cpus()
  const speed = speeds.map((value) => value.toFixed(0)).join(', ')
  return [
    `- command: \`${command}\``,
    `- date: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `- processor: ${cpu?.model.trim() ?? 'unknown'}, ${cpus().length} cores; memory: ${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    `- Node ${process.version}, workerd ${versionOf('workerd')}, Miniflare ${versionOf('miniflare')}, saxes ${versionOf('saxes')}`,
    `- a plain loop before, between and after the parts, million steps per second: ${speed} ` +
      '(where these differ, so did what else ran on the machine: compare ratios, not absolute figures)',
  ].join('\n')
}
