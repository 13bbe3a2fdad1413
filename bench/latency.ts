export const latency = async (..._: unknown[]): Promise<{ title: string; text: string }> => ({ title: 'latency', text: '' })
