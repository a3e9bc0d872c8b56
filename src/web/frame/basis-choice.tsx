import { useId } from 'react';
import { writeBasis } from '../figures/masses.ts';
import { useTexts } from '../texts/use-texts.ts';

/** The basis that a tile tells, of those that its answer has; nothing where there is nothing to choose. */
export function BasisChoice({
  bases,
  basis,
  choose,
}: {
  bases: readonly string[];
  basis: string;
  choose: (basis: string) => void;
}) {
  const { t } = useTexts();
  const id = useId();
  if (bases.length < 2) return null;
  return (
    <span>
      <label htmlFor={id}>{t('column.basis')} </label>
      <select id={id} value={basis} onChange={(event) => choose(event.target.value)}>
        {bases.map((each) => (
          <option key={each} value={each}>
            {writeBasis(each, t('basis.net'))}
          </option>
        ))}
      </select>
    </span>
  );
}
