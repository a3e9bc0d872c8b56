import type { MonthAnswer, MonthStream, ReconciledMass } from '../../wire/index.ts';
import { massColumn, numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { LotLink } from '../frame/links.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { chooseUnit, writeBasis, type MassUnit } from '../figures/masses.ts';
import { shortLot } from '../figures/names.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { writeDay } from '../figures/times.ts';
import { heightOfBars } from '../pictures/bullet-picture.ts';
import { rankedPicture } from '../pictures/ranked-picture.ts';
import type { Reading } from '../reading/use-answer.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

const DRAWN_MAX = 12;
const LAST_SHOWN = 6;

/** Every stream of the month: measured, reconciled, by how much it was moved; the most moved as bars in standard deviations. */
export function StreamsTile({
  reading,
  basis,
  source,
}: {
  reading: Reading<MonthAnswer>;
  basis: string;
  source: { readonly formula: string; readonly address: string };
}) {
  const texts = useTexts();
  return (
    <Pictured
      title={texts.t('month.streams')}
      fileName="ytterby-month"
      reading={reading}
      wide
      faces="stacked"
      emptyText={texts.t('month.noStreams')}
      source={source}
      content={(answer) => streamsContent(answer, basis, texts)}
    />
  );
}

function streamsContent(answer: MonthAnswer, basis: string, texts: Texts): PictureContent<MonthStream> {
  const { t, word } = texts;
  const rows = answer.streams.filter((stream) => massIn(stream, basis) !== null);
  const unit = chooseUnit(rows.flatMap((stream) => massIn(stream, basis)?.reconciled ?? []));
  const drawn = rows
    .filter((stream) => Number.isFinite(sigmasOf(stream, basis)))
    .toSorted((a, b) => Math.abs(sigmasOf(b, basis)) - Math.abs(sigmasOf(a, basis)))
    .slice(0, DRAWN_MAX);
  const ranked = drawn.map((stream) => ({
    name: `${word('monthKind', stream.kind)} ${lastOf(stream.lot)}`.trim(),
    value: sigmasOf(stream, basis),
    sd: 0,
    questioned: stream.test?.suspected === true,
  }));
  return {
    option: (palette) => rankedPicture(ranked, { unit: 'σ', series: t('month.sigmas') }, palette),
    height: heightOfBars(drawn.length),
    label: t('month.streamsLabel', {
      shown: drawn.length,
      suspected: drawn.filter(({ test }) => test?.suspected === true).length,
    }),
    columns: streamColumns(texts, basis, unit),
    rows,
    keyOf: (row) => row.id,
    mark: (row) => row.test?.suspected === true,
    note: t('month.streamsNote', { shown: drawn.length, total: rows.length }),
  };
}

/** The end of a lot's number, by which lots of one plant differ. */
function lastOf(lot: string | null): string {
  const number = shortLot(lot ?? '');
  return number.length > LAST_SHOWN ? `…${number.slice(-LAST_SHOWN)}` : number;
}

function massIn(stream: MonthStream, basis: string): ReconciledMass | null {
  return stream.masses.find((mass) => mass.basis === basis) ?? null;
}

function dayOf({ eventTime }: MonthStream): string {
  return eventTime === null ? '–' : writeDay(eventTime);
}

function sigmasOf(stream: MonthStream, basis: string): number {
  return massIn(stream, basis)?.sigmas ?? Number.NaN;
}

function streamColumns({ t, word }: Texts, basis: string, unit: MassUnit): Column<MonthStream>[] {
  const unitText = `${t(`unit.${unit}`)} ${writeBasis(basis, t('basis.net'))}`;
  return [
    textColumn('kind', t('month.kind'), (row) => word('monthKind', row.kind)),
    textColumn(
      'lot',
      t('column.lot'),
      (row) => shortLot(row.lot ?? ''),
      (row) => (row.lot === null ? '–' : <LotLink lot={row.lot} />),
    ),
    textColumn('day', t('month.day'), dayOf, (row) => <span className="figure">{dayOf(row)}</span>),
    massColumn('measured', `${t('month.measured')} / ${unitText}`, unit, (row) => massIn(row, basis)?.measured ?? null),
    massColumn('reconciled', t('month.reconciled'), unit, (row) => massIn(row, basis)?.reconciled ?? null),
    numberColumn(
      'sigmas',
      t('month.sigmas'),
      (row) => sigmasOf(row, basis),
      (row) => (
        <span className={row.test?.suspected === true ? 'figure alarm' : 'figure'}>
          {row.test?.suspected === true ? '▲ ' : ''}
          {writeSignificant(sigmasOf(row, basis), 2)}
        </span>
      ),
    ),
    textColumn('class', t('month.class'), (row) => word('monthClass', row.class)),
  ];
}
