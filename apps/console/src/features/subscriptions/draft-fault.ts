/** What is wrong with a field, as far as the form itself can tell. */
export type DraftFault = 'missing' | 'topic' | 'json' | 'object' | 'number' | 'pem';
