'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Button, IconButton } from '../../components/ui/button.tsx';
import { fieldLook } from '../../components/ui/committed-input.tsx';
import { FieldGroup } from '../../components/ui/form-field.tsx';
import type { HeaderLine } from './destination-draft.ts';

/** Headers that an endpoint asks for. Their values are secrets: the hub never shows them again. */
export function HeaderLines({
  lines,
  error,
  onChange,
}: {
  readonly lines: readonly HeaderLine[];
  readonly error: string | undefined;
  readonly onChange: (lines: readonly HeaderLine[]) => void;
}): ReactNode {
  const t = useTranslations('subscriptions.form');
  const put = (id: number, change: Partial<HeaderLine>): void =>
    onChange(lines.map((line) => (line.id === id ? { ...line, ...change } : line)));
  const nextId = Math.max(-1, ...lines.map(({ id }) => id)) + 1;
  const shownName = (line: HeaderLine, at: number): string => (line.name === '' ? String(at + 1) : line.name);
  return (
    <FieldGroup legend={t('headers')} hint={t('headersHint')}>
      <ul className="grid gap-1.5 empty:hidden">
        {lines.map((line, at) => (
          <li key={line.id} className="flex items-center gap-1.5">
            <input
              aria-label={t('headerName', { number: at + 1 })}
              aria-invalid={error !== undefined}
              className={classNames(fieldLook, 'min-w-0 flex-1 font-mono text-xs')}
              spellCheck={false}
              autoComplete="off"
              value={line.name}
              onChange={(event) => put(line.id, { name: event.target.value })}
            />
            <input
              aria-label={t('headerValue', { name: shownName(line, at) })}
              className={classNames(fieldLook, 'min-w-0 flex-1 font-mono text-xs')}
              spellCheck={false}
              autoComplete="off"
              value={line.value}
              onChange={(event) => put(line.id, { value: event.target.value })}
            />
            <IconButton
              label={t('removeHeader', { name: shownName(line, at) })}
              onClick={() => onChange(lines.filter(({ id }) => id !== line.id))}
            >
              <X aria-hidden size={15} />
            </IconButton>
          </li>
        ))}
      </ul>
      <Button
        className="justify-self-start"
        tone="quiet"
        onClick={() => onChange([...lines, { id: nextId, name: '', value: '' }])}
      >
        <Plus aria-hidden size={15} />
        {t('addHeader')}
      </Button>
      {error === undefined ? null : (
        <p role="alert" className="text-danger text-xs">
          {error}
        </p>
      )}
    </FieldGroup>
  );
}
