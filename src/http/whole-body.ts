import { tooLarge } from '../codes/spreadsheet/refuse.ts'
import { readBody } from '../edge/read-body.ts'

/** A sheet is read whole: a zip has its table of contents at its end. Throws spreadsheet-too-large for more than `most` bytes, and what `readBody` throws. */
export async function wholeBody(request: Request, most: number): Promise<Uint8Array> {
  const fail = (): never => {
    throw tooLarge({ vi: 'byte', en: 'bytes' }, most)
  }
  if (Number(request.headers.get('content-length') ?? 0) > most) fail()
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of readBody(request)) {
    length += piece.length
    if (length > most) fail()
    // A piece is valid until the next one is asked for.
    pieces.push(piece.slice())
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
