import { FilterError } from './filter-error.ts';

export interface TemplateHole {
  readonly expression: string;
  /** Characters before the expression in the whole text. */
  readonly offset: number;
}

/**
 * Takes a text with `{{ expression }}` apart. Braces and quotes inside an expression are followed, so that it may hold
 * a map or a text with `}}`.
 * @throws FilterError when one does not end
 */
export function templateParts(text: string): readonly (string | TemplateHole)[] {
  const parts: (string | TemplateHole)[] = [];
  let at = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', at)) {
    const close = endOfExpression(text, open + 2);
    if (close === undefined) throw new FilterError('"{{" is not closed by "}}".', { offset: open });
    if (open > at) parts.push(text.slice(at, open));
    parts.push({ expression: text.slice(open + 2, close), offset: open + 2 });
    at = close + 2;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

function endOfExpression(text: string, start: number): number | undefined {
  let braces = 0;
  let at = start;
  while (at < text.length) {
    const char = text[at];
    if (char === '"' || char === "'") {
      at = endOfQuote(text, at);
      continue;
    }
    if (char === '}' && braces === 0) return text[at + 1] === '}' ? at : undefined;
    if (char === '{') braces += 1;
    if (char === '}') braces -= 1;
    at += 1;
  }
  return undefined;
}

/** CEL has texts in one or in three quotes; after an `r` (also `rb`, `br`) a backslash is only a character. */
function endOfQuote(text: string, open: number): number {
  const quote = text[open] ?? '';
  const mark = text.startsWith(quote.repeat(3), open) ? quote.repeat(3) : quote;
  const isRaw = /(^|[^a-z0-9_])(r|rb|br)$/i.test(text.slice(Math.max(0, open - 3), open));
  let at = open + mark.length;
  while (at < text.length && !text.startsWith(mark, at)) at += text[at] === '\\' && !isRaw ? 2 : 1;
  return at + mark.length;
}
