import { useMemo } from 'react';
import { numbersOf, rangeOf, withNumber, type CaseNumber } from '../figures/case-numbers.ts';
import { useTexts } from '../texts/use-texts.ts';

interface FieldsProps {
  readonly text: string;
  readonly change: (text: string) => void;
}

/** The numbers of a case that are turned most, each in a field with its unit; a flowsheet's unit by unit. */
export function CaseFields({ text, change }: FieldsProps) {
  const { word } = useTexts();
  const numbers = useMemo(() => numbersOf(text), [text]);
  const units = [...new Set(numbers.map(({ unit }) => unit))];
  const fieldsOf = (unit: string | null) => (
    <div className="case-fields">
      {numbers
        .filter((number) => number.unit === unit)
        .map((number) => (
          <NumberField
            key={number.path.join('/')}
            number={number}
            change={(value) => change(withNumber(text, number.path, value))}
          />
        ))}
    </div>
  );
  return units.map((unit) =>
    unit === null ? (
      <div key="">{fieldsOf(unit)}</div>
    ) : (
      <details key={unit}>
        <summary>{word('unitName', unit)}</summary>
        {fieldsOf(unit)}
      </details>
    ),
  );
}

function NumberField({ number, change }: { number: CaseNumber; change: (value: number) => void }) {
  const { word } = useTexts();
  const { path, of, component, kind, value } = number;
  const { isWhole, min, max } = rangeOf(kind);
  const id = `case-${path.join('-').replaceAll(' ', '_')}`;
  const label = [of === null ? null : word('feedName', of), component, word('caseNumber', kind)].filter((part) => part !== null);
  return (
    <>
      <label htmlFor={id}>{label.join(' · ')}</label>
      <input
        id={id}
        type="number"
        step={isWhole ? 1 : 'any'}
        min={min}
        max={max ?? undefined}
        value={value}
        onChange={(event) => {
          if (event.target.value !== '' && Number.isFinite(event.target.valueAsNumber)) change(event.target.valueAsNumber);
        }}
      />
    </>
  );
}
