import { useId, type ReactElement, type ReactNode } from 'react';

export interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  type?: 'text' | 'password';
  /** An address, a path, a token: set in the mono face, never corrected or completed. */
  isCode?: boolean;
  autoComplete?: string;
  /** It appears later than what it is in, and is what comes next. */
  autoFocus?: boolean;
  /** What is meant, below the field. */
  children?: ReactNode;
}

/** A labelled line of text, with a word of help, or what is wrong in its place. */
export function TextField(props: TextFieldProps): ReactElement {
  const { label, value, onChange, error, type = 'text', isCode = false, autoComplete = 'off', autoFocus = false, children } = props;
  const id = useId();
  return (
    <div className="text-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value}
        className={isCode ? 'mono' : undefined}
        autoComplete={autoComplete}
        autoFocus={autoFocus}
        spellCheck={false}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-help`} className={error === undefined ? 'soft' : 'text-field-error'} role={error === undefined ? undefined : 'alert'}>
        {error ?? children}
      </p>
    </div>
  );
}
