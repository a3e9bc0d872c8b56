import { Button } from 'antd';
import { useEffect, useRef } from 'react';

interface AskingFieldProps {
  readonly id: string;
  readonly label: string;
  readonly placeholder: string;
  readonly button: string;
  /** What was asked last, as the address has it. */
  readonly asked: string;
  readonly ask: (typed: string) => void;
  /** The field has the focus and its text is selected, so that the next word, or a scanner that types, takes the place of the last. */
  readonly isFirst?: boolean;
}

/** One field and a button that ask about a code or an identifier. */
export function AskingField({ id, label, placeholder, button, asked, ask, isFirst = false }: AskingFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!isFirst) return;
    field.current?.focus();
    field.current?.select();
  }, [isFirst]);
  return (
    <form
      className="asking wide"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = field.current?.value ?? '';
        if (typed.trim() !== '') ask(typed);
        field.current?.select();
      }}
    >
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={field}
        defaultValue={asked}
        placeholder={placeholder}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
      <Button type="primary" htmlType="submit">
        {button}
      </Button>
    </form>
  );
}
