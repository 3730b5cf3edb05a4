import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from '../class-names.ts';
import { fieldLook } from './committed-input.tsx';

interface FieldTexts {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong with the value, in words; the field is marked with it. */
  readonly error?: string | undefined;
}

interface FieldNames {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

/** Label above, hint and fault below, both read out with the field. */
function LabelledField({
  label,
  hint,
  error,
  className,
  children,
}: FieldTexts & {
  readonly className?: string | undefined;
  readonly children: (names: FieldNames) => ReactNode;
}): ReactNode {
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
    .filter((part) => part !== '')
    .join(' ');
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-medium text-ink-soft text-xs">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': error !== undefined,
        'aria-describedby': described === '' ? undefined : described,
      })}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="mt-1 text-ink-faint text-xs">
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p id={`${id}-error`} className="mt-1 text-danger text-xs">
          {error}
        </p>
      )}
    </div>
  );
}

type Control<Element extends 'input' | 'select' | 'textarea'> = Omit<
  ComponentProps<Element>,
  'id' | 'aria-invalid' | 'aria-describedby'
>;

export function TextField({
  label,
  hint,
  error,
  className,
  mono = false,
  ...rest
}: FieldTexts & Control<'input'> & { readonly mono?: boolean }): ReactNode {
  return (
    <LabelledField label={label} hint={hint} error={error} className={className}>
      {(names) => (
        <input
          autoComplete="off"
          spellCheck={false}
          {...rest}
          {...names}
          className={classNames(fieldLook, 'h-9', mono && 'font-mono text-xs')}
        />
      )}
    </LabelledField>
  );
}

export function SelectField({ label, hint, error, className, ...rest }: FieldTexts & Control<'select'>): ReactNode {
  return (
    <LabelledField label={label} hint={hint} error={error} className={className}>
      {(names) => <select {...rest} {...names} className={classNames(fieldLook, 'h-9')} />}
    </LabelledField>
  );
}

export function TextAreaField({
  label,
  hint,
  error,
  className,
  mono = false,
  ...rest
}: FieldTexts & Control<'textarea'> & { readonly mono?: boolean }): ReactNode {
  return (
    <LabelledField label={label} hint={hint} error={error} className={className}>
      {(names) => (
        <textarea
          spellCheck={!mono}
          {...rest}
          {...names}
          className={classNames(fieldLook, 'h-auto min-h-20 py-2 leading-5', mono && 'font-mono text-xs')}
        />
      )}
    </LabelledField>
  );
}

export function CheckboxField({
  label,
  hint,
  className,
  ...rest
}: Omit<FieldTexts, 'error'> & Control<'input'>): ReactNode {
  const id = useId();
  return (
    <div className={classNames('grid grid-cols-[1.25rem_minmax(0,1fr)] items-start gap-x-2', className)}>
      <input
        type="checkbox"
        {...rest}
        id={id}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="mt-0.5 size-4 accent-accent"
      />
      <label htmlFor={id} className="min-h-6">
        {label}
      </label>
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="col-start-2 text-ink-faint text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}

/** Several fields that answer one question. */
export function FieldGroup({
  legend,
  hint,
  children,
}: {
  readonly legend: ReactNode;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1 font-medium text-ink-soft text-xs">{legend}</legend>
      {children}
      {hint === undefined ? null : <p className="text-ink-faint text-xs">{hint}</p>}
    </fieldset>
  );
}
