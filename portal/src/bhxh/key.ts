/** Of everything that an assessment or an agreement changes. */
export const KEY = 'assessments'
