/** Quotes, comments and `$tag$` strings may hold a semicolon that separates nothing. */
const SKIPPED =
  /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`(?:[^`\\]|\\[\s\S]|``)*`|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$/y;

/**
 * True when more than one statement is in the text. The embedded engine would run them all, a real
 * server refuses; answering alike keeps code that works here working there.
 */
export function hasSeveralStatements(sql: string): boolean {
  let ended = false;
  for (let at = 0; at < sql.length; ) {
    SKIPPED.lastIndex = at;
    const skipped = SKIPPED.exec(sql)?.[0];
    if (skipped !== undefined) {
      if (ended && !skipped.startsWith('--') && !skipped.startsWith('/*')) return true;
      at += skipped.length;
      continue;
    }
    const character = sql.charAt(at);
    if (character === ';') ended = true;
    else if (ended && character.trim() !== '') return true;
    at += 1;
  }
  return false;
}
