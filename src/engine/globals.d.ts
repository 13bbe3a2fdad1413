/**
 * All that the engine asks of its platform beside ECMAScript: what a Worker, Node 20 and the oldest browser we serve
 * (Chrome 109) share. Seen by this folder's own tsconfig alone. Whatever else a platform has comes in as an argument.
 */

interface TextDecoder {
  decode(bytes?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string
}
declare const TextDecoder: {
  new (label: 'utf-8', options: { fatal: boolean; ignoreBOM: boolean }): TextDecoder
  new (): TextDecoder
}

declare const TextEncoder: {
  new (): {
    encode(text: string): Uint8Array<ArrayBuffer>
    encodeInto(text: string, bytes: Uint8Array): { read: number; written: number }
  }
}

declare const crypto: {
  readonly subtle: { digest(algorithm: 'SHA-256', bytes: Uint8Array): Promise<ArrayBuffer> }
}
