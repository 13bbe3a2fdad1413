/** Who sends, and in which standard: the same for all parts, and for the worker that they are compared with. */
export const FACILITY = '01001'
export const STANDARD = '3176'
