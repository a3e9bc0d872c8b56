import { useCallback, useMemo, useState } from 'react';
import type { OutcomeSensitivity, SensitivityAnswer } from '../../separation/index.ts';
import { writePurity } from '../figures/numbers.ts';
import { numberColumn, textColumn } from '../frame/columns.tsx';
import { Choice } from '../frame/form.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { rankedPicture } from '../pictures/ranked-picture.ts';
import { useReady } from '../reading/ready.ts';
import { useTexts } from '../texts/use-texts.ts';
import { pathLabels } from './separation-fields.tsx';

/** A number of the case, and what one percent more of it does to an outcome. */
interface Lever {
  readonly path: string;
  readonly label: string;
  readonly value: number;
  readonly slope: number;
  readonly elasticity: number;
}

/** What moves a product: for one percent more of each number of the case, the percent of change of what is chosen. */
export function SensitivityOutcome({ answer, text }: { answer: SensitivityAnswer; text: string }) {
  const { t, word } = useTexts();
  const outcomes = useMemo(() => answer.sensitivities.filter(isTelling), [answer]);
  const [chosen, setChosen] = useState('');
  const outcome =
    outcomes.find((each) => keyOf(each) === chosen) ?? outcomes.find(({ kind }) => kind === 'impurity') ?? outcomes[0];
  const labelOf = useMemo(() => pathLabels(text, word), [text, word]);
  const levers = useMemo(() => (outcome === undefined ? [] : leversOf(answer, outcome, labelOf)), [answer, outcome, labelOf]);
  const reading = useReady(levers);
  const nameOf = ({ stream, kind, component, value }: OutcomeSensitivity): string =>
    `${word('stream', stream)} · ${word('outcomeKind', kind)} ${component ?? ''} (${writePurity(value * 100)} %)`;
  const content = useCallback(
    (rows: readonly Lever[]): PictureContent<Lever> => ({
      option: (palette) =>
        rankedPicture(
          rows.map(({ label, elasticity }) => ({ name: label, value: elasticity, sd: 0, questioned: false })),
          { unit: '%', series: t('separation.elasticity') },
          palette,
        ),
      height: Math.max(160, 32 * rows.length + 50),
      label: t('separation.elasticity'),
      columns: [
        textColumn('label', t('separation.number'), ({ label }: Lever) => label),
        numberColumn('value', t('separation.now'), ({ value }: Lever) => value),
        numberColumn('elasticity', t('separation.elasticity'), ({ elasticity }: Lever) => elasticity),
        numberColumn('slope', t('separation.slope'), ({ slope }: Lever) => slope),
      ],
      rows,
      keyOf: ({ path }) => path,
    }),
    [t],
  );
  if (outcome === undefined) return null;
  return (
    <Pictured
      title={t('separation.sensitivities')}
      fileName="ytterby-sensitivities"
      reading={reading}
      content={content}
      emptyText={t('tile.empty')}
      wide
      tools={
        <Choice
          label={t('separation.outcomeOf')}
          value={keyOf(outcome)}
          onChange={(event) => setChosen(event.target.value)}
          options={outcomes.map((each) => ({ value: keyOf(each), label: nameOf(each) }))}
        />
      }
    />
  );
}

function keyOf({ stream, kind, component }: OutcomeSensitivity): string {
  return `${stream} ${kind} ${component}`;
}

/** Of a share and what it leaves the smaller: where the digits are. */
function isTelling({ kind, value }: OutcomeSensitivity): boolean {
  const isShare = kind === 'purity' || kind === 'recovery';
  const isRest = kind === 'impurity' || kind === 'lost';
  return value > 0 && ((isShare && value <= 0.5) || (isRest && value < 0.5));
}

function leversOf(
  { parameters }: SensitivityAnswer,
  { slopes, elasticities }: OutcomeSensitivity,
  labelOf: (path: string) => string,
): Lever[] {
  return parameters
    .flatMap(({ path, value }, n): Lever[] => {
      const elasticity = elasticities[n] ?? null;
      return elasticity === null ? [] : [{ path, label: labelOf(path), value, slope: slopes[n]!, elasticity }];
    })
    .toSorted((a, b) => Math.abs(b.elasticity) - Math.abs(a.elasticity));
}
