import type { Finding } from '../finding/finding.ts'
import { dossierRules } from '../rules/dossier/index.ts'
import { recordRules } from '../rules/record/index.ts'
import type { RuleState } from '../rules/severity.ts'
import { RULES_VERSION } from '../rules/version.ts'

/** What a deployment decides about a rule, and why. */
export type RuleSetting = { readonly state: 'off' | 'shadow'; readonly reason: string }

/** By rule id; any rule of the catalogue, derived or written. */
export type RulesConfig = Readonly<Record<string, RuleSetting>>

/** SHA-256 of the text in UTF-8, hexadecimal; a platform's own. */
export type Sha256 = (text: string) => string

/** Enough to distinguish two configurations. */
const DIGEST_CHARACTERS = 8

/** The ids of the written rules; their places in this list are their indexes. */
export const writtenRuleIds: readonly string[] = [...recordRules, ...dossierRules].map(({ id }) => id)

/** The rules as one deployment applies them: made once, and looked at by index. */
export type RulePack = {
  /** RULES_VERSION; where a configuration changes anything, with a digest of it behind. */
  readonly version: string
  /** By the index of a written rule; null: off. */
  readonly states: readonly (RuleState | null)[]
  /** All that the deployment decided, by rule. */
  readonly settings: RulesConfig
  /** What the deployment decided about a rule; null: nothing. */
  readonly settingOf: (id: string) => RuleSetting | null
  /** The finding as this deployment reports it: milder where the rule is in shadow, null where it is off. */
  readonly govern: (finding: Finding) => Finding | null
}

/** The pack of a configuration whose ids are known to be rules; `sha256` makes its version. */
export function createPack(config: RulesConfig, sha256: Sha256): RulePack {
  const entries = Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1))
  const digest = sha256(JSON.stringify(entries.map(([id, { state }]) => [id, state]))).slice(0, DIGEST_CHARACTERS)
  return packOf(new Map(entries), `${RULES_VERSION}.${digest}`)
}

function packOf(settings: ReadonlyMap<string, RuleSetting>, version: string): RulePack {
  const states = [...recordRules, ...dossierRules].map(({ id, state }) => {
    const setting = settings.get(id)?.state ?? state
    return setting === 'off' ? null : setting
  })
  return {
    version,
    states,
    settings: Object.fromEntries(settings),
    settingOf: (id) => settings.get(id) ?? null,
    govern(finding) {
      const setting = settings.get(finding.demand.id)
      if (!setting) return finding
      return setting.state === 'off' ? null : { ...finding, severity: 'info' }
    },
  }
}

/** The rules as they are written, where no deployment has its say. */
export const plainPack: RulePack = packOf(new Map(), RULES_VERSION)
