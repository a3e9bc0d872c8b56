import type { Overview } from '../../wire/index.ts';
import { massColumn, numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { SiteLink } from '../frame/links.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { chooseUnit, inUnit, type MassUnit } from '../figures/masses.ts';
import { shortId } from '../figures/names.ts';
import { sigmasFromZero, writeSignificant } from '../figures/numbers.ts';
import { heightOfBars } from '../pictures/bullet-picture.ts';
import { rankedPicture } from '../pictures/ranked-picture.ts';
import type { Reading } from '../reading/use-answer.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Row = Overview['unexplained'][number];

const DRAWN_MAX = 15;
/** Beyond three standard deviations chance is no longer an explanation (0.3 % two-sided for a normal error). */
const SIGMAS_QUESTIONED = 3;

/** What came from nowhere or went nowhere, ranked, with its standard deviation: where to look first. */
export function UnexplainedTile({ reading, address }: { reading: Reading<Overview>; address: string }) {
  const texts = useTexts();
  const { t } = texts;
  return (
    <Pictured
      title={t('overview.unexplained')}
      fileName="ytterby-unexplained"
      reading={reading}
      wide
      faces="beside"
      emptyText={t('overview.noUnexplained')}
      source={{ formula: t('overview.unexplainedFormula'), address }}
      content={(answer) => unexplainedContent(answer, texts)}
    />
  );
}

function unexplainedContent(answer: Overview, texts: Texts): PictureContent<Row> {
  const { t, name } = texts;
  const rows = answer.unexplained.toSorted((a, b) => Math.abs(b.mass.value) - Math.abs(a.mass.value));
  const unit = chooseUnit(rows.map((row) => row.mass));
  const drawn = rows.slice(0, DRAWN_MAX);
  const ranked = drawn.map((row) => ({
    name: `${row.element} · ${name(row.site.name, shortId(row.site.id))}`,
    value: inUnit(row.mass.value, unit),
    sd: inUnit(row.mass.sd, unit),
    questioned: isQuestioned(row),
  }));
  return {
    option: (palette) => rankedPicture(ranked, { unit: t(`unit.${unit}`), series: t('figure.unexplained') }, palette),
    height: heightOfBars(drawn.length),
    label: t('overview.unexplainedLabel', {
      count: rows.length,
      questioned: rows.filter(isQuestioned).length,
      first: ranked[0]?.name ?? '',
    }),
    columns: unexplainedColumns(texts, unit),
    rows,
    keyOf: (row) => `${row.site.id} ${row.element}`,
    mark: isQuestioned,
    note: t('overview.unexplainedNote', { shown: drawn.length, total: rows.length, sigmas: SIGMAS_QUESTIONED }),
  };
}

function unexplainedColumns({ t, name }: Texts, unit: MassUnit): Column<Row>[] {
  return [
    textColumn(
      'site',
      t('column.site'),
      (row) => name(row.site.name, shortId(row.site.id)),
      (row) => <SiteLink site={row.site} />,
    ),
    textColumn('element', t('column.element'), (row) => row.element),
    massColumn('mass', `${t('figure.unexplained')} / ${t(`unit.${unit}`)}`, unit, (row) => row.mass),
    numberColumn('sigmas', t('column.sigmas'), sigmasOf, (row) => (
      <span className={isQuestioned(row) ? 'figure alarm' : 'figure'}>
        {isQuestioned(row) ? '▲ ' : ''}
        {writeSignificant(sigmasOf(row), 3)}
      </span>
    )),
  ];
}

function sigmasOf(row: Row): number {
  return sigmasFromZero(row.mass.value, row.mass.sd) ?? Number.NaN;
}

function isQuestioned(row: Row): boolean {
  return sigmasOf(row) > SIGMAS_QUESTIONED;
}
