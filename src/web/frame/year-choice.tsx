import { useId } from 'react';
import { useTexts } from '../texts/use-texts.ts';

/** Chooses a year; `all`, when given, is the choice of no year. */
export function YearChoice({
  years,
  year,
  choose,
  all,
}: {
  years: readonly number[];
  year: number | null;
  choose: (year: number | null) => void;
  all?: string;
}) {
  const { t } = useTexts();
  const id = useId();
  return (
    <span className="year-choice">
      <label htmlFor={id}>{t('year.label')} </label>
      <select
        id={id}
        value={year ?? ''}
        onChange={(event) => choose(event.target.value === '' ? null : Number(event.target.value))}
      >
        {all === undefined ? null : <option value="">{all}</option>}
        {years.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </span>
  );
}
