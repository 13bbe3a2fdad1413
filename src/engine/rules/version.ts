/** Names the state of the rule catalogue that judged a file; `npm run fix` renews it when a rule changes. */
export const RULES_VERSION = '2026.11.0+a8eed274'
