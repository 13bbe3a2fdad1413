import type { Place } from '../../kernel/refusal.ts'

/** Where one comes to from a place by passing these characters. */
export function placeBehind(line: number, column: number, characters: string): Place {
  const firstBreak = characters.indexOf('\n')
  return firstBreak < 0
    ? { line, column: column + characters.length }
    : { line: line + countBreaks(characters, firstBreak), column: characters.length - characters.lastIndexOf('\n') }
}

function countBreaks(characters: string, first: number): number {
  let breaks = 0
  for (let at = first; at >= 0; at = characters.indexOf('\n', at + 1)) breaks += 1
  return breaks
}
