/** Where in a text of JSON a pointer leads. `missing`: only what would hold it is there. */
export interface TextPlace {
  readonly from: number;
  readonly to: number;
  readonly missing: boolean;
}

interface Member {
  readonly name: string;
  /** Of the name, or of the value within a list. */
  readonly from: number;
  readonly value: number;
  readonly to: number;
}

function afterSpace(text: string, at: number): number {
  let place = at;
  while (/\s/.test(text[place] ?? '')) place++;
  return place;
}

function endOfString(text: string, at: number): number {
  let place = at + 1;
  while (place < text.length && text[place] !== '"') place += text[place] === '\\' ? 2 : 1;
  return Math.min(place + 1, text.length);
}

function endOfValue(text: string, at: number): number {
  let place = at;
  let depth = 0;
  while (place < text.length) {
    const sign = text[place] ?? '';
    if (sign === '"') place = endOfString(text, place);
    else if (depth === 0 && /[\s,\]}]/.test(sign)) return place;
    else {
      if (sign === '{' || sign === '[') depth++;
      if (sign === '}' || sign === ']') depth--;
      place++;
    }
    if (depth === 0 && /["\]}]/.test(text[place - 1] ?? '')) return place;
  }
  return text.length;
}

function nameOf(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return '';
  }
}

/** Of the object or list that begins at a place; nothing where there is neither. */
function* membersAt(text: string, at: number): Generator<Member> {
  const isList = text[at] === '[';
  if (!isList && text[at] !== '{') return;
  let place = afterSpace(text, at + 1);
  for (let index = 0; place < text.length && text[place] !== (isList ? ']' : '}'); index++) {
    const from = place;
    let name = String(index);
    if (!isList) {
      const end = text[place] === '"' ? endOfString(text, place) : place;
      const colon = afterSpace(text, end);
      if (end === place || text[colon] !== ':') return;
      name = nameOf(text.slice(place, end));
      place = afterSpace(text, colon + 1);
    }
    const to = endOfValue(text, place);
    if (to === place) return;
    yield { name, from, value: place, to };
    place = afterSpace(text, to);
    if (text[place] === ',') place = afterSpace(text, place + 1);
  }
}

function segmentsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function find(text: string, segments: readonly string[]): TextPlace & { readonly depth: number } {
  const start = afterSpace(text, 0);
  let found = { from: start, value: start, to: endOfValue(text, start) };
  for (const [depth, segment] of segments.entries()) {
    // Of a name that stands twice the last one counts, as it does for whoever reads the JSON.
    const member = [...membersAt(text, found.value)].findLast(({ name }) => name === segment);
    if (member === undefined) return { from: found.from, to: found.to, missing: true, depth };
    found = member;
  }
  return { from: found.from, to: found.to, missing: false, depth: segments.length };
}

/**
 * The place in the text as it was sent: lexical, so that it also works where the JSON as a whole is broken.
 * Within a batch the pointer begins with the place of the event, which the kept bytes do not have.
 */
export function placeInText(text: string, pointer: string): TextPlace | undefined {
  if (pointer === '') return undefined;
  const alone = pointer.replace(/^(\/events|\/batch)?\/\d+(?=\/|$)/, '');
  const whole = find(text, segmentsOf(pointer));
  const best = whole.missing && alone !== pointer && whole.depth === 0 ? find(text, segmentsOf(alone)) : whole;
  const { from, to, missing, depth } = best;
  // The whole text marked says nothing.
  return depth === 0 ? { from: 0, to: 0, missing } : { from, to, missing };
}
