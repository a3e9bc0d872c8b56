import { useCallback, useMemo } from 'react';
import { Link } from 'react-router';
import type { BalanceMapAnswer } from '../../wire/index.ts';
import { figureColumn, textColumn, type Column } from '../frame/columns.tsx';
import { ElementChoice } from '../frame/element-choice.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Page } from '../frame/page.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { YearChoice } from '../frame/year-choice.tsx';
import { shortId } from '../figures/names.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { balanceMapPicture } from '../pictures/balance-map-picture.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAsked } from '../reading/use-asked.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useRecordYears, useYear } from '../reading/use-year.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Row = BalanceMapAnswer['sites'][number];

const KINDS = ['mine', 'separation-plant', 'metal-plant', 'material-plant', 'recycler', 'port', 'reserve-warehouse'] as const;
/** So many sites are drawn where no kind is chosen. */
const DRAWN = 40;
const ROW_PIXELS = 18;
const BEYOND = 3;

/** How far does every site lie off its balance, month by month, and where is nothing recorded? */
export default function BalanceMapPage() {
  const texts = useTexts();
  const { t, stage } = texts;
  const [year, setYear] = useYear();
  const [element, askElement] = useAsked('element');
  const [kind, askKind] = useAsked('kind');
  const to = useAddress();
  const from = to('/api/balance-map', { year, element: element === '' ? 'TREO' : element });
  const reading = useAnswer<BalanceMapAnswer>(from);
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  const rowsOf = useCallback(
    ({ sites }: BalanceMapAnswer): Row[] => sites.filter(({ site }) => kind === '' || site.kind === kind),
    [kind],
  );
  const columns = useMemo(
    () => siteColumns(texts, (site) => to('/unaccounted', { site, year, element: element === '' ? null : element })),
    [texts, to, year, element],
  );
  const content = useCallback((ready: BalanceMapAnswer) => mapContent(rowsOf(ready), columns, texts), [rowsOf, columns, texts]);
  const tools = (
    <>
      <ElementChoice element={element} choose={askElement} />{' '}
      <Select label={t('balanceMap.kind')} value={kind} ask={askKind}>
        {[{ value: '', label: t('balanceMap.all') }, ...KINDS.map((value) => ({ value, label: stage(value) }))]}
      </Select>{' '}
      <YearChoice years={useRecordYears()} year={answer?.year ?? year} choose={setYear} />
    </>
  );
  return (
    <Page
      title={t('balanceMap.title')}
      kicker={answer === null ? '' : t('balanceMap.kicker', { year: answer.year, element: answer.element })}
      tools={tools}
    >
      <Pictured
        title={t('balanceMap.picture')}
        fileName="ytterby-balance-map"
        reading={reading}
        wide
        emptyText={t('balanceMap.none')}
        content={content}
        source={{ formula: t('balanceMap.formula'), address: from }}
      />
      <ListTile
        title={t('balanceMap.table')}
        fileName="ytterby-balance-map-sites"
        reading={reading}
        rowsOf={rowsOf}
        columns={columns}
        keyOf={({ site }) => site.id}
        mark={(row) => worstOf(row) > BEYOND}
        emptyText={t('balanceMap.none')}
        filterable
      />
    </Page>
  );
}

function Select({
  label,
  value,
  ask,
  children,
}: {
  label: string;
  value: string;
  ask: (next: string) => void;
  children: readonly { readonly value: string; readonly label: string }[];
}) {
  return (
    <label>
      {label}{' '}
      <select value={value} onChange={(event) => ask(event.target.value)}>
        {children.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

function worstOf({ months }: Row): number {
  return Math.max(0, ...months.map(({ score }) => Math.abs(score ?? 0)));
}

function mapContent(all: readonly Row[], columns: readonly Column<Row>[], texts: Texts): PictureContent<Row> {
  const { t, name } = texts;
  const rows = all.slice(0, DRAWN);
  const nameOf = ({ site }: Row): string => name(site.name, shortId(site.id));
  const cells = rows.flatMap((row, at) =>
    row.months.flatMap(({ month, score, unexpectedKg, events }, column) => {
      if (score === null) return [];
      const written = t('balanceMap.cell', {
        site: nameOf(row),
        month,
        score: writeSignificant(score, 2),
        kg: writeSignificant(unexpectedKg, 3),
        events,
      });
      return [{ row: at, column, score, written }];
    }),
  );
  const monthNames = (rows[0]?.months ?? []).map(({ month }) => month.slice('2015-'.length));
  return {
    option: (palette) => balanceMapPicture(cells, rows.map(nameOf), monthNames, palette),
    height: rows.length * ROW_PIXELS + 40,
    label: t('balanceMap.label', {
      rows: rows.length,
      beyond: cells.filter(({ score }) => Math.abs(score) > BEYOND).length,
      silent: rows.reduce((sum, { silentMonths }) => sum + silentMonths.length, 0),
    }),
    columns,
    rows,
    keyOf: ({ site }) => site.id,
    note: t('balanceMap.note', { drawn: rows.length, all: all.length }),
  };
}

function siteColumns({ t, name, stage, language }: Texts, addressOf: (site: string) => string): Column<Row>[] {
  const nameOf = ({ site }: Row): string => name(site.name, shortId(site.id));
  const months = Array.from({ length: 12 }, (_, at): Column<Row> => {
    const head = String(at + 1).padStart(2, '0');
    return figureColumn(head, head, ({ months: all }) => roundedScore(all[at]?.score ?? null));
  });
  return [
    textColumn('site', t('column.site'), nameOf, (row) => <Link to={addressOf(row.site.id)}>{nameOf(row)}</Link>),
    textColumn('kind', t('column.kind'), ({ site }) => (site.kind === null ? '–' : stage(site.kind))),
    figureColumn('worst', t('balanceMap.worst'), (row) => roundedScore(worstOf(row))),
    ...months,
    textColumn('silent', t('balanceMap.silent'), ({ silentMonths }) =>
      silentMonths.map((month) => month.slice('2015-'.length)).join(language === 'zh' ? '、' : ', '),
    ),
  ];
}

/** Standard deviations to a tenth. */
function roundedScore(score: number | null): number | null {
  return score === null ? null : Math.round(score * 10) / 10;
}
