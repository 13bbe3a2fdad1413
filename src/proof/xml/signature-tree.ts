import type { XmlEvent } from './read-signed.ts'

/** An element of a signature; small, as the reader bounds it. */
export type XmlNode = {
  readonly local: string
  readonly uri: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: XmlNode[]
  /** Of its own texts. */
  text: string
}

/** The signature as a tree, from the events that are digested. */
export function treeOf(events: readonly XmlEvent[]): XmlNode {
  const root: XmlNode = { local: '', uri: '', attributes: new Map(), children: [], text: '' }
  const open = [root]
  for (const event of events) {
    const parent = open.at(-1) ?? root
    if (event.kind === 'text') parent.text += event.text
    else if (event.kind === 'close') open.pop()
    else {
      const { local, uri, tag } = event
      const attributes = new Map(tag.attributes.map(({ name, value }) => [name, value]))
      const node: XmlNode = { local, uri, attributes, children: [], text: '' }
      parent.children.push(node)
      open.push(node)
    }
  }
  return root.children[0] ?? root
}

export const childrenOf = (parent: XmlNode, uri: string, local: string): XmlNode[] =>
  parent.children.filter((child) => child.uri === uri && child.local === local)

/** The first one; null: there is none. */
export const childOf = (parent: XmlNode, uri: string, local: string): XmlNode | null =>
  childrenOf(parent, uri, local)[0] ?? null
