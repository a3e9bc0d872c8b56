import { useMemo } from 'react';
import { numbersOf, rangeOf, withNumber, type CaseNumber } from '../figures/case-numbers.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

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

/** What a number is called: its feed or reaction, its component, and what it is. */
function numberLabel({ of, component, kind }: CaseNumber, word: Texts['word']): string {
  return [of === null ? null : word('feedName', of), component, word('caseNumber', kind)]
    .filter((part) => part !== null)
    .join(' · ');
}

/** How the numbers of a case are called, by their path as text (`aqueousFeeds[0].acid`); another path is called by itself. */
export function pathLabels(text: string, word: Texts['word']): (path: string) => string {
  const labels = new Map(numbersOf(text).map((number) => [pathText(number.path), numberLabel(number, word)]));
  return (path) => labels.get(path) ?? path;
}

function pathText(path: CaseNumber['path']): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

function NumberField({ number, change }: { number: CaseNumber; change: (value: number) => void }) {
  const { word } = useTexts();
  const { path, kind, value } = number;
  const { isWhole, min, max } = rangeOf(kind);
  const id = `case-${path.join('-').replaceAll(' ', '_')}`;
  return (
    <>
      <label htmlFor={id}>{numberLabel(number, word)}</label>
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
