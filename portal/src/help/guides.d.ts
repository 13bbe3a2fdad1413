declare module 'virtual:guides' {
  export const GUIDES: readonly import('../../guides.ts').Guide[]
}
