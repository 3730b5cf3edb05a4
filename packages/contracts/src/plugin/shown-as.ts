/** What the field of a setting is called, and what is said about it. */
type FieldWords = readonly [title: string, description: string];

/** In both languages of the console. */
export interface SettingWords {
  readonly en: FieldWords;
  readonly ru: FieldWords;
}

/**
 * The words of a setting, for its `.meta()`. They end up in the JSON Schema: `title` and `description` in English, as
 * every reader of a schema knows them, and beside them both languages.
 */
export function shownAs({ en, ru }: SettingWords) {
  const [title, description] = en;
  return { title, description, 'x-title': { en: title, ru: ru[0] }, 'x-description': { en: description, ru: ru[1] } };
}
