export const coldStart = async (..._: unknown[]): Promise<{ title: string; text: string }> => ({ title: 'cold-start', text: '' })
