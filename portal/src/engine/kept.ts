/** Findings of each severity that are kept of one file: as many as a page can hold; all are counted. */
export const KEPT_FINDINGS = 10_000
