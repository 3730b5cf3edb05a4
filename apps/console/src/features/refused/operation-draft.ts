import type { RepairOperation } from '@activity-hub/contracts/activity/refused-repair';

export const operationKinds = ['set', 'remove', 'move', 'merge'] as const satisfies readonly RepairOperation['op'][];

/** A step as it is being written. */
export interface OperationDraft {
  readonly id: number;
  readonly op: RepairOperation['op'];
  readonly pointer: string;
  readonly from: string;
  readonly value: string;
}

export type DraftField = 'pointer' | 'from' | 'value';

const pointerForm = /^(\/([^~]|~[01])*)?$/;

export function newDraft(id: number, pointer = ''): OperationDraft {
  return { id, op: 'set', pointer, from: '', value: '' };
}

/** JSON where it is JSON, else the text itself: most repairs set a text, and quotes are easily forgotten. */
export function writtenValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What has to be corrected before the step can be tried. */
export function draftFaults({ op, pointer, from, value }: OperationDraft): readonly DraftField[] {
  const isWrong = (place: string): boolean => place === '' || place.length > 1_024 || !pointerForm.test(place);
  return [
    ...(op !== 'merge' && isWrong(pointer) ? (['pointer'] as const) : []),
    ...(op === 'move' && isWrong(from) ? (['from'] as const) : []),
    ...(op === 'merge' && !isObject(writtenValue(value)) ? (['value'] as const) : []),
  ];
}

export function operationOf({ op, pointer, from, value }: OperationDraft): RepairOperation {
  switch (op) {
    case 'set':
      return { op, pointer, value: writtenValue(value) as never };
    case 'remove':
      return { op, pointer };
    case 'move':
      return { op, from, pointer };
    case 'merge':
      return { op, value: writtenValue(value) as never };
  }
}
