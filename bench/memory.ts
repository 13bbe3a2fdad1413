export const memory = async (..._: unknown[]): Promise<{ title: string; text: string }> => ({ title: 'memory', text: '' })
