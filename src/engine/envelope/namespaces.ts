/**
 * What Namespaces in XML 1.0 asks beyond XML itself: a file that breaks it is refused by most parsers, though not by one
 * that only knows XML. saxes reports it only together with changes to names that we do not want, so it is judged here. Only
 * a tag with a colon or with `xmlns` in it can be wrong.
 */
import type { Text } from '../../kernel/text.ts'

export type Namespaces = {
  /** A tag has begun, with all its attributes; returns what is wrong with its names, null: nothing. */
  open: (name: string, attributes: Readonly<Record<string, string>>) => Text | null
  /** The innermost element has ended. */
  close: () => void
  reset: () => void
}

type Binding = { readonly prefix: string; readonly uri: string; readonly depth: number }

const XML = 'http://www.w3.org/XML/1998/namespace'
const XMLNS = 'http://www.w3.org/2000/xmlns/'
/** A prefix as a message shows it; one that is not plain may be a piece of text after a stray `<`. */
const PLAIN_PREFIX = /^[A-Za-z_][\w.-]{0,39}$/
const shown = (prefix: string): string => (PLAIN_PREFIX.test(prefix) ? prefix : '?')

const unbound = (prefix: string): Text => ({
  vi: `tiền tố ${shown(prefix)}: không được khai báo bằng xmlns`,
  en: `no xmlns declares the prefix ${shown(prefix)}:`,
})
const RESERVED: Text = {
  vi: 'tiền tố xml, xmlns hoặc không gian tên của chúng bị gán lại',
  en: 'xml, xmlns or one of their namespaces is bound anew',
}
const UNDECLARED: Text = { vi: 'xmlns gán một tiền tố cho chuỗi rỗng', en: 'xmlns binds a prefix to nothing' }
export const COLONS: Text = { vi: 'dấu hai chấm đặt sai trong tên', en: 'a name has a colon where none may be' }
const TWICE: Text = {
  vi: 'một thuộc tính được ghi hai lần, với hai tiền tố',
  en: 'an attribute is there twice, with two prefixes',
}

/** Follows the declarations of one document. */
export function createNamespaces(): Namespaces {
  /** The innermost last. */
  const bindings: Binding[] = []
  let depth = 0
  const uriOf = (prefix: string): string | null =>
    prefix === 'xml' ? XML : (bindings.findLast((binding) => binding.prefix === prefix)?.uri ?? null)

  return {
    open(name, attributes) {
      depth += 1
      const names = Object.keys(attributes)
      const declarations = names.filter((attribute) => attribute === 'xmlns' || attribute.startsWith('xmlns:'))
      let fault: Text | null = null
      for (const declaration of declarations) {
        const [prefix, uri] = [declaration.slice('xmlns:'.length), (attributes[declaration] ?? '').trim()]
        fault ??= faultOfDeclaration(declaration, prefix, uri)
        bindings.push({ prefix, uri, depth })
      }
      if (names.length === 0 && !name.includes(':')) return null
      return fault ?? faultOfName(name, uriOf) ?? faultOfAttributes(names, uriOf)
    },
    close() {
      while (bindings.at(-1)?.depth === depth) bindings.pop()
      depth -= 1
    },
    reset() {
      bindings.length = 0
      depth = 0
    },
  }
}

/** Sections 3 and 5: which prefix may be bound to which name. `prefix` is '' for the default namespace. */
function faultOfDeclaration(declaration: string, prefix: string, uri: string): Text | null {
  if (declaration !== 'xmlns' && (prefix === '' || prefix.includes(':'))) return COLONS
  if (prefix === 'xmlns' || uri === XMLNS || (prefix === 'xml') !== (uri === XML)) return RESERVED
  return declaration !== 'xmlns' && uri === '' ? UNDECLARED : null
}

/** Section 4: at most one colon, with a name on either side, and a prefix that is declared. */
function faultOfName(name: string, uriOf: (prefix: string) => string | null): Text | null {
  const colon = name.indexOf(':')
  if (colon < 0) return null
  const prefix = name.slice(0, colon)
  if (colon === 0 || colon === name.length - 1 || name.includes(':', colon + 1)) return COLONS
  if (!NAME_START.test(name.slice(colon + 1))) return COLONS
  return prefix === 'xmlns' ? RESERVED : uriOf(prefix) === null ? unbound(prefix) : null
}

/** What may not begin a name may not follow the colon either. */
const NAME_START = /^[^\d.\-\u00B7]/

/** Section 6.3: no two attributes may have the same expanded name. */
function faultOfAttributes(names: readonly string[], uriOf: (prefix: string) => string | null): Text | null {
  const expanded = new Set<string>()
  for (const name of names) {
    if (!name.includes(':') || name.startsWith('xmlns:')) continue
    const fault = faultOfName(name, uriOf)
    if (fault) return fault
    const [prefix = '', local = ''] = name.split(':')
    const whole = `${uriOf(prefix) ?? ''} ${local}`
    if (expanded.has(whole)) return TWICE
    expanded.add(whole)
  }
  return null
}
