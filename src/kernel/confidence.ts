/** How sure a fact of the law is. high: two sources agree · medium: one source · low: unsourced, or sources that contradict each other. */
export type Confidence = 'high' | 'medium' | 'low'
