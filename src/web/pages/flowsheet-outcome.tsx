import { useCallback } from 'react';
import type { FlowsheetAnswer, FlowsheetStream } from '../../separation/index.ts';
import { numberColumn, textColumn } from '../frame/columns.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { writePurity, writeSignificant } from '../figures/numbers.ts';
import { Rows } from '../frame/rows.tsx';
import { flowsheetPicture } from '../pictures/flowsheet-picture.ts';
import { useReady } from '../reading/ready.ts';
import { placeText, placeWord, unitOf, type PlaceKind } from '../texts/place-words.ts';
import { useTexts } from '../texts/use-texts.ts';

/** Shares below this are told together as the rest. */
const TOLD = 1e-4;

interface ElementRow {
  readonly element: string;
  readonly entering: number;
  readonly ends: string;
}

/** Where every element ends: the products that it leaves with, the largest share first. */
export function ElementEnds({ answer: { balance, recovery } }: { answer: FlowsheetAnswer }) {
  const { t, word, language } = useTexts();
  const rows = Object.entries(recovery)
    .map(([element, shares]): ElementRow => ({
      element,
      entering: balance[element]!.entering,
      ends: Object.entries(shares)
        .toSorted(([, a], [, b]) => b - a)
        .filter(([, share]) => share > TOLD)
        .map(([place, share]) => `${placeText(word, place, 'stream')} ${writePurity(share * 100)} %`)
        .join(language === 'zh' ? '；' : '; '),
    }))
    .toSorted((a, b) => b.entering - a.entering);
  return (
    <Rows
      label={t('separation.elementEnds')}
      columns={[
        textColumn('element', t('separation.element'), (row: ElementRow) => row.element),
        numberColumn('entering', t('separation.entering'), (row: ElementRow) => row.entering),
        textColumn(
          'ends',
          t('separation.elementEnds'),
          (row: ElementRow) => row.ends,
          (row) => <span className="wrapping">{row.ends}</span>,
        ),
      ]}
      rows={rows}
      keyOf={(row) => row.element}
    />
  );
}

/** A flowsheet drawn: its units in a row, and every stream in the table beside it. */
export function FlowsheetOutcome({ answer }: { answer: FlowsheetAnswer }) {
  const { t, word } = useTexts();
  const reading = useReady(answer);
  const content = useCallback(
    ({ units, streams }: FlowsheetAnswer): PictureContent<FlowsheetStream> => {
      const told = (place: string | null, kind: PlaceKind): string =>
        place === null ? t('separation.outside') : placeText(word, place, kind);
      return {
        option: (palette) =>
          flowsheetPicture(
            Object.keys(units).map((name) => ({ name, label: word('unitName', name) })),
            streams.filter(isFlowing).map(({ from, to }) => ({
              from: from === null ? null : unitOf(from),
              to: to === null ? null : unitOf(to),
              label: from === null ? placeWord(word, to!, 'feedName') : placeWord(word, from, 'stream'),
            })),
            palette,
          ),
        height: 300,
        label: t('separation.flowsheet'),
        columns: [
          textColumn('kind', t('separation.kind'), (row: FlowsheetStream) => word('flowKind', row.kind)),
          textColumn('from', t('separation.from'), (row: FlowsheetStream) => told(row.from, 'stream')),
          textColumn('to', t('separation.to'), (row: FlowsheetStream) => told(row.to, 'feedName')),
          numberColumn('litres', 'L/h', (row: FlowsheetStream) => (row.phase === 'liquid' ? row.litrePerHour : Number.NaN)),
          numberColumn('kilograms', 'kg/h', (row: FlowsheetStream) => row.kilogramPerHour ?? Number.NaN),
          textColumn('mol', 'mol/h', (row: FlowsheetStream) => molesOf(row)),
        ],
        rows: streams.filter(isFlowing),
        keyOf: ({ from, to, kind }) => `${kind} ${from} ${to}`,
      };
    },
    [t, word],
  );
  return (
    <Pictured
      title={t('separation.flowsheet')}
      fileName="ytterby-flowsheet"
      reading={reading}
      content={content}
      emptyText={t('tile.empty')}
      wide
    />
  );
}

function isFlowing({ molPerHour, litrePerHour }: FlowsheetStream): boolean {
  return litrePerHour !== 0 || Object.values(molPerHour).some((mol) => mol !== 0);
}

/** Below this share of a stream's largest species nothing is shown: the answer itself has it. */
const TRACE = 1e-9;

function molesOf({ molPerHour }: FlowsheetStream): string {
  const most = Math.max(0, ...Object.values(molPerHour));
  return Object.entries(molPerHour)
    .filter(([, mol]) => Math.abs(mol) > TRACE * most)
    .map(([species, mol]) => `${species} ${writeSignificant(mol)}`)
    .join(', ');
}
