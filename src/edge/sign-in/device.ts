import Bowser from 'bowser'

const MOST = 60

/** A device in the words by which its owner knows it again: `Chrome 156, Windows 10`. Nothing else of what its browser says is kept. */
export function deviceOf(userAgent: string | undefined): string {
  if (!userAgent) return ''
  // What the bundler takes has the default export alone.
  // oxlint-disable-next-line import/no-named-as-default-member
  const { browser, os } = Bowser.parse(userAgent)
  const named = [browser.name, browser.version?.split('.')[0]].filter(Boolean).join(' ')
  const system = [os.name, os.versionName ?? os.version].filter(Boolean).join(' ')
  return [named, system].filter(Boolean).join(', ').slice(0, MOST)
}
