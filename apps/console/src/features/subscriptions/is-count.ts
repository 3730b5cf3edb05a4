export const isCount = (text: string): boolean => /^\s*[1-9]\d{0,6}\s*$/.test(text);
