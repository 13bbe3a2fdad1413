import { areTwoPersons, inOrderOfReceipt, isSameEncounter, type Encounter } from './encounter.ts'
import type { Past } from './rule.ts'

const shares = (a: string | null, b: string | null): boolean => a !== null && a === b

/** A child in its first weeks goes by its mother's card: whoever has another name there is another person. */
const isAnotherChild = (a: Encounter, b: Encounter): boolean =>
  (a.isNewborn || b.isNewborn) && a.nameHash !== b.nameHash

/** The facility's own number alone does not make one person of two with different cards or citizen numbers. */
const isSamePerson = (a: Encounter, b: Encounter): boolean => {
  if (isAnotherChild(a, b)) return false
  if (shares(a.personHash, b.personHash)) return true
  const differ = a.personHash !== null && b.personHash !== null
  return shares(a.patientHash, b.patientHash) && !differ && !areTwoPersons(a, b)
}

/** The same encounter once: the dossier that was received first. */
function once(encounters: readonly Encounter[]): readonly Encounter[] {
  const seen = new Set<string>()
  return encounters.filter(({ facility, MA_LK }) => {
    const key = `${facility}\n${MA_LK}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** What was received before `own`, out of all encounters that share a hash with it, in any order; itself among them or not. */
export function pastOf(own: Encounter, all: readonly Encounter[], card: Past['card']): Past {
  const earlier = all.filter((other) => inOrderOfReceipt(other, own) < 0).toSorted(inOrderOfReceipt)
  const others = earlier.filter((other) => other.purpose === own.purpose && !isSameEncounter(other, own))
  return {
    person: once(others.filter((other) => isSamePerson(other, own))),
    citizen: once(others.filter((other) => shares(other.citizenHash, own.citizenHash))),
    sameKey: earlier.filter((other) => isSameEncounter(other, own)),
    card,
  }
}
