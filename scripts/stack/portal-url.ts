/** Where somebody opens the portal: by the name of this machine, as passkeys are of a name. */
export const portalUrl = (url: string): string => url.replace('//127.0.0.1:', '//localhost:')
