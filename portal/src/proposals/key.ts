/** Of everything that a step of a proposal changes. */
export const KEY = 'proposals'
