interface PressedKey {
  readonly key: string;
  readonly code: string;
}

/**
 * The Latin name of a pressed key. The printed character counts first (so that a Dvorak `j` is `j`);
 * where it is not Latin, as on a Cyrillic layout, the place of the key on the keyboard decides.
 */
export function keyName({ key, code }: PressedKey): string {
  if (key.length !== 1) return key;
  if (/^[\x21-\x7e]$/.test(key)) return key.toLowerCase();
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return letter.toLowerCase();
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  return digit ?? key;
}
