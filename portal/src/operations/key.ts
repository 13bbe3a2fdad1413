/** Of everything that an operator's step changes. */
export const KEY = 'operations'
