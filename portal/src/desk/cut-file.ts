/** The rejected dossiers out of a new export, as a file of their own: what was accepted is not sent again. */

/** Of the file as read by the browser. Throws where it is no file of dossiers in an envelope. */
export function cutFile(text: string, isKept: (index: number) => boolean): string {
  const parsed = new DOMParser().parseFromString(text, 'text/xml')
  const dossiers = [...parsed.getElementsByTagName('HOSO')]
  if (parsed.getElementsByTagName('parsererror').length > 0 || dossiers.length === 0) throw new Error('no envelope')
  let kept = 0
  for (const [at, dossier] of dossiers.entries()) {
    if (isKept(at + 1)) kept += 1
    else dossier.remove()
  }
  const [count] = parsed.getElementsByTagName('SOLUONGHOSO')
  if (count) count.textContent = String(kept)
  // A signature was made over all of the file.
  for (const signature of parsed.getElementsByTagName('CHUKYDONVI')) signature.textContent = ''
  return `<?xml version="1.0" encoding="utf-8"?>\n${new XMLSerializer().serializeToString(parsed.documentElement)}`
}
