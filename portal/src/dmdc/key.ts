/** Of everything that an import, a step of a draft or a release changes. */
export const KEY = 'dmdc'
