/** Why a filter or a template is refused: a sentence its author can act on, and where it is when that is known. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
  /** Characters (UTF-16) before the place in the text of the expression. */
  readonly offset: number | undefined;
  /** JSON pointer of the text inside a template; undefined for a filter. */
  readonly pointer: string | undefined;

  constructor(message: string, place: { offset?: number | undefined; pointer?: string } = {}) {
    super(message);
    this.offset = place.offset;
    this.pointer = place.pointer;
  }
}
