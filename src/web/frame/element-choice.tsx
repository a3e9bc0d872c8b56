import { useId } from 'react';
import { useTexts } from '../texts/use-texts.ts';

/** What a page may be asked for: all rare earths as oxides, or one element. */
const ELEMENTS = ['TREO', 'La', 'Ce', 'Pr', 'Nd', 'Sm', 'Eu', 'Gd', 'Tb', 'Dy', 'Ho', 'Er', 'Tm', 'Yb', 'Lu', 'Y', 'Sc'] as const;

/** Chooses TREO or an element; the empty text in a page's address stands for TREO. */
export function ElementChoice({ element, choose }: { element: string; choose: (element: string) => void }) {
  const { t } = useTexts();
  const id = useId();
  return (
    <span>
      <label htmlFor={id}>{t('column.element')} </label>
      <select id={id} value={element === '' ? 'TREO' : element} onChange={(event) => choose(event.target.value)}>
        {ELEMENTS.map((symbol) => (
          <option key={symbol} value={symbol}>
            {symbol}
          </option>
        ))}
      </select>
    </span>
  );
}
