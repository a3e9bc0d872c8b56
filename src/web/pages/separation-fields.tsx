import { useMemo } from 'react';
import { numbersOf, withNumber, type CaseNumber } from '../figures/case-numbers.ts';
import { useTexts } from '../texts/use-texts.ts';

/** The numbers of a case that are turned most, each in a field with its unit. */
export function CaseFields({ text, change }: { text: string; change: (text: string) => void }) {
  const { word } = useTexts();
  const numbers = useMemo(() => numbersOf(text), [text]);
  return (
    <div className="case-fields">
      {numbers.map((number) => (
        <NumberField
          key={number.path.join('/')}
          label={[number.of === null ? null : word('feedName', number.of), number.component, word('caseNumber', number.kind)]
            .filter((part) => part !== null)
            .join(' · ')}
          number={number}
          change={(value) => change(withNumber(text, number.path, value))}
        />
      ))}
    </div>
  );
}

const WHOLE: ReadonlySet<CaseNumber['kind']> = new Set(['stages', 'feedStage']);

function NumberField({ label, number, change }: { label: string; number: CaseNumber; change: (value: number) => void }) {
  const id = `case-${number.path.join('-')}`;
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        step={WHOLE.has(number.kind) ? 1 : 'any'}
        min={0}
        value={number.value}
        onChange={(event) => {
          if (event.target.value !== '' && Number.isFinite(event.target.valueAsNumber)) change(event.target.valueAsNumber);
        }}
      />
    </>
  );
}
