import { useMemo } from 'react';
import type { CaseAnswer } from '../../separation/index.ts';
import { changesOf, comparedFigures, type CaseChange, type ComparedFigure } from '../figures/case-comparison.ts';
import { writePurity, writeSignificant } from '../figures/numbers.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { Section } from '../frame/form.tsx';
import { Rows } from '../frame/rows.tsx';
import { placeText } from '../texts/place-words.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

/** A case and its answer. */
export interface SolvedCase {
  readonly text: string;
  readonly answer: CaseAnswer;
}

/** A case that was kept beside the one of now: what was changed, and what came of it. */
export function CaseComparison({ kept, now }: { kept: SolvedCase; now: SolvedCase }) {
  const { t } = useTexts();
  return (
    <Section title={t('separation.comparison')} wide>
      {kept.answer.unit === now.answer.unit ? (
        <Differences kept={kept} now={now} />
      ) : (
        <p className="note">{t('separation.incomparable')}</p>
      )}
    </Section>
  );
}

function Differences({ kept, now }: { kept: SolvedCase; now: SolvedCase }) {
  const { t, word } = useTexts();
  const changes = useMemo(() => changesOf(kept.text, now.text), [kept, now]);
  const figures = useMemo(() => comparedFigures(kept.answer, now.answer), [kept, now]);
  const difference = ({ before, after }: ComparedFigure): number => (after ?? Number.NaN) - (before ?? Number.NaN);
  return (
    <>
      <Rows
        label={t('separation.changed')}
        columns={[
          textColumn('path', t('separation.changed'), ({ path }: CaseChange) => path),
          textColumn('before', t('separation.before'), ({ before }: CaseChange) => before ?? '–'),
          textColumn('after', t('separation.after'), ({ after }: CaseChange) => after ?? '–'),
        ]}
        rows={changes}
        keyOf={({ path }) => path}
        emptyText={t('separation.unchanged')}
      />
      <Rows
        label={t('separation.comparison')}
        columns={[
          textColumn('stream', t('separation.stream'), ({ stream }: ComparedFigure) => streamWord(stream, word)),
          textColumn('of', t('separation.component'), ({ of }: ComparedFigure) => of),
          textColumn('measure', t('separation.measure'), ({ measure }: ComparedFigure) => word('measure', measure)),
          figureColumn('before', t('separation.before')),
          figureColumn('after', t('separation.after')),
          numberColumn('difference', t('separation.difference'), difference),
        ]}
        rows={figures}
        keyOf={({ stream, of, measure }) => `${stream} ${of} ${measure}`}
      />
    </>
  );
}

/** A purity keeps its nines. */
function figureColumn(which: 'before' | 'after', head: string): Column<ComparedFigure> {
  return numberColumn(
    which,
    head,
    (row) => row[which] ?? Number.NaN,
    (row) => (row.measure.endsWith('%') ? writePurity : writeSignificant)(row[which] ?? Number.NaN),
  );
}

/** A stream of a cascade, or unit and stream of a flowsheet. */
function streamWord(stream: string | null, word: Texts['word']): string {
  if (stream === null) return '';
  return stream.includes('/') ? placeText(word, stream, 'stream') : word('stream', stream);
}
