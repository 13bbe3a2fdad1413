import { createPack, plainPack, type RulePack, type RulesConfig, type Sha256 } from '../judging/rule-pack.ts'
import { ruleCatalogue } from './catalogue.ts'

/**
 * The rules as a deployment's configuration (RULES_CONFIG) has them; made once per isolate. An id that no rule has is a
 * fault that names it: a rule that somebody believes switched off would go on refusing dossiers.
 */
export function rulePackOf(config: RulesConfig, sha256: Sha256): RulePack {
  const ids = Object.keys(config)
  if (ids.length === 0) return plainPack
  const known = new Set(ruleCatalogue().map(({ id }) => id))
  const unknown = ids.filter((id) => !known.has(id))
  if (unknown.length > 0) throw new Error(`wrong environment: RULES_CONFIG: no rule has the id ${unknown.join(', ')}`)
  return createPack(config, sha256)
}
