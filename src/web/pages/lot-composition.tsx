import type { LotAnswer } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { Measured } from '../frame/quantity.tsx';
import { pairComposition, type PairedOxide } from '../figures/composition.ts';
import { writeFormula } from '../figures/masses.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { pairedPicture } from '../pictures/paired-picture.ts';
import type { Reading } from '../reading/use-answer.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

/** The lot's 配分 beside its declared deposit's, both as shares of TREO. */
export function CompositionTile({ reading, address }: { reading: Reading<LotAnswer>; address: string }) {
  const texts = useTexts();
  const { t } = texts;
  return (
    <Pictured
      title={t('lot.composition')}
      fileName="ytterby-lot-composition"
      reading={reading}
      wide
      faces="beside"
      emptyText={t('lot.noComposition')}
      source={{ formula: t('lot.compositionFormula'), address }}
      content={(answer) => compositionContent(answer, texts)}
    />
  );
}

function compositionContent(answer: LotAnswer, texts: Texts): PictureContent<PairedOxide> {
  const { t, word } = texts;
  const rows = pairComposition(answer.composition, answer.deposit?.reoPercent ?? null);
  const paired = rows.map((row) => ({
    name: writeFormula(row.oxide),
    first: row.lotPercent,
    sd: row.sdPercent,
    second: row.depositPercent,
  }));
  const deposit = answer.deposit === null ? null : t('lot.depositBar', { deposit: word('deposit', answer.deposit.name) });
  const source = answer.deposit?.source ?? null;
  return {
    option: (palette) => pairedPicture(paired, { first: t('lot.thisLot'), second: deposit, unit: '% TREO' }, palette),
    height: 300,
    label: t(deposit === null ? 'lot.compositionLabelAlone' : 'lot.compositionLabel', {
      deposit: word('deposit', answer.deposit?.name ?? ''),
      count: rows.length,
    }),
    columns: compositionColumns(texts, answer.deposit !== null),
    rows,
    keyOf: (row) => row.oxide,
    note: (
      <>
        {t('lot.compositionFromNote', { from: word('compositionFrom', answer.compositionFrom) })}{' '}
        {deposit === null ? t('lot.noDeposit') : null}
        {source === null ? null : t('lot.depositSource', { source })}
      </>
    ),
  };
}

function differenceOf(row: PairedOxide): number {
  return (row.lotPercent ?? 0) - (row.depositPercent ?? 0);
}

function compositionColumns({ t }: Texts, withDeposit: boolean): Column<PairedOxide>[] {
  const deposit = [
    numberColumn<PairedOxide>(
      'deposit',
      `${t('site.deposit')} / % TREO`,
      (row) => row.depositPercent ?? 0,
      (row) => <span className="figure">{row.depositPercent === null ? '–' : writeSignificant(row.depositPercent)}</span>,
    ),
    numberColumn<PairedOxide>('difference', t('lot.difference'), differenceOf, (row) =>
      row.lotPercent === null || row.depositPercent === null ? (
        '–'
      ) : (
        <Measured value={differenceOf(row)} sd={row.sdPercent} unit="" />
      ),
    ),
  ];
  const lot: Column<PairedOxide> = {
    ...numberColumn<PairedOxide>(
      'lot',
      `${t('lot.thisLot')} / % TREO`,
      (row) => row.lotPercent ?? 0,
      (row) => (row.lotPercent === null ? '–' : <Measured value={row.lotPercent} sd={row.sdPercent} unit="% TREO" />),
    ),
    csv: [
      { head: '% TREO', cell: (row) => row.lotPercent },
      { head: '% TREO sd', cell: (row) => row.sdPercent },
    ],
  };
  return [
    textColumn(
      'oxide',
      t('column.oxide'),
      (row) => row.oxide,
      (row) => writeFormula(row.oxide),
    ),
    lot,
    ...(withDeposit ? deposit : []),
    {
      ...numberColumn<PairedOxide>(
        'percent',
        t('lot.percent'),
        (row) => row.massPercent ?? 0,
        (row) => (row.massPercent === null ? '–' : <Measured value={row.massPercent} sd={row.massSdPercent} unit="%" />),
      ),
      csv: [
        { head: t('lot.percent'), cell: (row) => row.massPercent },
        { head: `${t('lot.percent')} sd`, cell: (row) => row.massSdPercent },
      ],
    },
  ];
}
