/** The drafts of one facility on this PC: read once, kept as they change, sent when they are to be and the line is there. */
import { keepSealed, readSealed, removeSealed } from '../app/sealed.ts'
import { Store } from '../app/store.ts'
import { standardInForce } from '../../../src/engine/index.ts'
import { vietnamDay } from '../../../src/kernel/vietnam-time.ts'
import { againFor, newDraft, type Draft, type Kind, type Purpose } from './draft.ts'
import { sendDraft, type Answer } from './send.ts'

export type Drafts = {
  readonly facility: string | null
  /** null: not read yet. */
  readonly list: readonly Draft[] | null
  readonly unsaved: ReadonlySet<string>
  readonly saveFailed: boolean
  /** What is on its way. */
  readonly sending: string | null
  /** Why nothing goes: the last who asked found no line, or no session. */
  readonly obstacle: 'away' | 'signed-out' | null
}

const NOTHING: Drafts = {
  facility: null,
  list: null,
  unsaved: new Set(),
  saveFailed: false,
  sending: null,
  obstacle: null,
}

/** Soon enough that a power cut costs a word, seldom enough not to write at each key. */
const SAVE_AFTER_MS = 600
/** A browser does not always notice that a line is back. */
const TRY_AGAIN_MS = 15_000
/** What was accepted is at the centre; here it goes after so long. */
const FORGET_ACCEPTED_AFTER_MS = 60 * 24 * 60 * 60 * 1000

const newId = (): string => crypto.randomUUID()

class DraftStore {
  readonly #drafts = new Store(NOTHING)
  #saves = new Map<string, ReturnType<typeof setTimeout>>()
  #again: ReturnType<typeof setTimeout> | undefined

  readonly subscribe = this.#drafts.subscribe
  readonly current = this.#drafts.current

  /** Shows the drafts of that facility, and no others. */
  async open(facility: string | null): Promise<void> {
    if (facility === this.current().facility) return
    this.#change({ ...NOTHING, facility })
    if (facility === null) return
    // What `#save` wrote.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const read = (await readSealed('drafts', facility)) as Draft[]
    if (this.current().facility !== facility) return
    const old = read.filter(({ sent, state }) => state === 'sent' && isForgotten(sent, Date.now()))
    for (const { id } of old) await removeSealed('drafts', id)
    this.#change({ list: newestFirst(read.filter((draft) => !old.includes(draft))) })
    void this.sendWaiting()
  }

  find(id: string): Draft | undefined {
    return this.current().list?.find((draft) => draft.id === id)
  }

  /** `again`: for the same person as that draft. */
  begin(kind: Kind, again?: Draft): Draft | null {
    const { facility, list } = this.current()
    if (facility === null || list === null) return null
    const now = Date.now()
    const last = list.find((draft) => draft.kind === kind) ?? list[0]
    const empty = newDraft({ kind, facility, standard: standardInForce(vietnamDay(now)), now, newId, last })
    const draft = again ? againFor(again, empty) : empty
    this.#change({ list: [draft, ...list] })
    this.#later(draft.id)
    return draft
  }

  /** Takes the draft as it is now, and writes it soon. */
  put(draft: Draft): void {
    const { list } = this.current()
    if (list === null) return
    this.#change({ list: list.map((each) => (each.id === draft.id ? draft : each)) })
    this.#later(draft.id)
  }

  async remove(id: string): Promise<void> {
    clearTimeout(this.#saves.get(id))
    this.#saves.delete(id)
    await removeSealed('drafts', id)
    this.#change({ list: this.current().list?.filter((each) => each.id !== id) ?? null })
  }

  /** Writes it now. True where it is kept. */
  async save(id: string): Promise<boolean> {
    clearTimeout(this.#saves.get(id))
    this.#saves.delete(id)
    const draft = this.find(id)
    if (!draft) return false
    try {
      await keepSealed('drafts', id, draft.facility, draft)
    } catch (error) {
      console.error(error)
      this.#change({ saveFailed: true })
      return false
    }
    // What changed meanwhile has its own turn.
    if (!this.#saves.has(id)) this.#change({ unsaved: without(this.current().unsaved, id), saveFailed: false })
    return true
  }

  /** Kept first, then sent; without a line it waits. */
  async send(id: string, purpose: Purpose): Promise<void> {
    const draft = this.find(id)
    if (!draft) return
    this.put({ ...draft, purpose, state: 'waiting', refusal: null })
    await this.save(id)
    await this.sendWaiting()
  }

  /** One after the other, the oldest first; of several pages of this browser only one sends. */
  async sendWaiting(): Promise<void> {
    clearTimeout(this.#again)
    await navigator.locks.request('entry-send', async () => {
      for (;;) {
        const next = this.current().list?.findLast(({ state }) => state === 'waiting')
        if (!next) return
        this.#change({ sending: next.id })
        const answer = await sendDraft(next, Date.now())
        this.#change({ sending: null })
        if (!(await this.#settle(next, answer))) return
      }
    })
    if (this.current().list?.some(({ state }) => state === 'waiting'))
      this.#again = setTimeout(() => void this.sendWaiting(), TRY_AGAIN_MS)
  }

  /** True where the next one may go. */
  async #settle(draft: Draft, answer: Answer): Promise<boolean> {
    if (answer.kind === 'away' || answer.kind === 'signed-out') {
      this.#change({ obstacle: answer.kind })
      return false
    }
    this.#change({ obstacle: null })
    // Somebody typed while it was on its way: what was typed is still to be sent.
    const now = this.find(draft.id) ?? draft
    const isSame = now.tables === draft.tables
    this.put(
      answer.kind === 'received'
        ? { ...now, state: isSame ? 'sent' : 'open', sent: answer.sent, refusal: null }
        : { ...now, state: 'open', refusal: answer.refusal },
    )
    await this.save(draft.id)
    return true
  }

  #later(id: string): void {
    clearTimeout(this.#saves.get(id))
    this.#change({ unsaved: new Set([...this.current().unsaved, id]) })
    this.#saves.set(
      id,
      setTimeout(() => void this.save(id), SAVE_AFTER_MS),
    )
  }

  #change(part: Partial<Drafts>): void {
    this.#drafts.set({ ...this.current(), ...part })
  }
}

const without = (set: ReadonlySet<string>, id: string): ReadonlySet<string> =>
  new Set([...set].filter((each) => each !== id))
const newestFirst = (drafts: readonly Draft[]): readonly Draft[] => drafts.toSorted((a, b) => b.changedAt - a.changedAt)
const isForgotten = (sent: Draft['sent'], now: number): boolean =>
  sent !== null && sent.outcome !== 'rejected' && now - sent.at > FORGET_ACCEPTED_AFTER_MS

export const drafts = new DraftStore()
