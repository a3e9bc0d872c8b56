import { Button } from 'antd';
import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes } from 'react';
import type { Problem } from '../reading/problem.ts';
import { ProblemNote } from './tile.tsx';

interface FormProps {
  readonly button: string;
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** What could not be done, where it failed. */
  readonly failed: string;
  readonly send: () => void;
  readonly children: ReactNode;
}

/** A form: its fields, one button, and why it failed the last time. */
export function Form({ button, busy, problem, failed, send, children }: FormProps) {
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {children}
      {problem === null ? null : <ProblemNote problem={problem} failed={failed} />}
      <Button type="primary" htmlType="submit" loading={busy}>
        {button}
      </Button>
    </form>
  );
}

type FieldProps = { readonly label: string; readonly hint?: string } & InputHTMLAttributes<HTMLInputElement>;

/** A text field with its label, and what to know about it. */
export function Field({ label, hint, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} {...input} {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })} />
      {hint === undefined ? null : (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
} & SelectHTMLAttributes<HTMLSelectElement>;

/** One of several, with its label. */
export function Choice({ label, options, ...select }: ChoiceProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} {...select}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A part of a page with a heading, for what is no answer of the record. */
export function Section({ title, wide = false, children }: { title: string; wide?: boolean; children: ReactNode }) {
  const heading = useId();
  return (
    <section className={`tile ${wide ? 'wide' : ''}`} aria-labelledby={heading}>
      <header className="tile-head">
        <h2 id={heading}>{title}</h2>
      </header>
      {children}
    </section>
  );
}
