import { massColumn, numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { LotLink, SiteLink } from '../frame/links.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { ProblemNote } from '../frame/tile.tsx';
import { chooseUnit } from '../figures/masses.ts';
import { shortId, shortLot } from '../figures/names.ts';
import { writeDay } from '../figures/times.ts';
import { canOpen, type Direction, type LineageNode } from '../pictures/lineage-graph.ts';
import { heightOfLineage, lineagePicture } from '../pictures/lineage-picture.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useLineage, type OpenedLineage } from '../reading/use-lineage.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Open = (lot: string, direction: Direction) => void;

/** Where a lot comes from and what became of it, opened one level at a time in the picture or, by keyboard, in the table. */
export function LineageTile({ lot }: { lot: string }) {
  const texts = useTexts();
  const { t } = texts;
  const address = useAddress();
  const { reading, open, problem } = useLineage(lot);
  return (
    <>
      <Pictured
        title={t('lineage.title')}
        fileName="ytterby-lineage"
        reading={reading}
        wide
        emptyText={t('lineage.none')}
        source={{ formula: t('lineage.formula'), address: address('/api/lineage', { id: lot, direction: 'up' }) }}
        faces="stacked"
        content={(answer) => lineageContent(answer, open, texts)}
      />
      {problem !== null && reading.state === 'ready' ? (
        <div className="wide">
          <ProblemNote problem={problem} />
        </div>
      ) : null}
    </>
  );
}

function lineageContent({ graph }: OpenedLineage, open: Open, texts: Texts): PictureContent<LineageNode> {
  const { t, name } = texts;
  const rows = [...graph.nodes.values()].sort((a, b) => a.level - b.level);
  const count = (test: (level: number) => boolean): number => rows.filter((row) => test(row.level)).length;
  const words = {
    lot: (node: LineageNode) => [shortLot(node.lot), name(node.link?.product, '')].filter((part) => part !== '').join('\n'),
    shown: (shown: number, total: number) => t('lineage.shown', { shown, total }),
  };
  const pick = (lot: string): void => {
    const node = graph.nodes.get(lot);
    if (node === undefined) return;
    if (node.level <= 0 && canOpen(node, 'up')) open(lot, 'up');
    if (node.level >= 0 && canOpen(node, 'down')) open(lot, 'down');
  };
  return {
    option: (palette) => lineagePicture(graph, words, palette),
    height: heightOfLineage(graph),
    label: t('lineage.label', { up: count((level) => level < 0), down: count((level) => level > 0) }),
    columns: lineageColumns(texts, rows, open),
    rows,
    keyOf: (row) => row.lot,
    note: rows.length === 1 ? t('lineage.none') : t('lineage.note'),
    onPick: pick,
  };
}

function lineageColumns(texts: Texts, rows: readonly LineageNode[], open: Open): Column<LineageNode>[] {
  const { t, name } = texts;
  const unit = chooseUnit(rows.flatMap((row) => (row.link === null ? [] : [row.link.net])));
  const siteOf = (row: LineageNode) => row.link?.site ?? null;
  return [
    numberColumn(
      'level',
      t('lineage.level'),
      (row) => row.level,
      (row) => (row.level > 0 ? `+${row.level}` : row.level === 0 ? '0' : `−${-row.level}`),
    ),
    textColumn(
      'lot',
      t('column.lot'),
      (row) => row.lot,
      (row) => <LotLink lot={row.lot} />,
    ),
    openColumn('up', texts, open),
    openColumn('down', texts, open),
    textColumn('product', t('column.product'), (row) => name(row.link?.product, '–')),
    massColumn('treo', `${t(`unit.${unit}`)} REO`, unit, (row) => row.link?.treo ?? null),
    textColumn(
      'site',
      t('column.site'),
      (row) => name(siteOf(row)?.name, shortId(siteOf(row)?.id ?? '–')),
      (row) => <SiteLink site={siteOf(row)} />,
    ),
    textColumn('time', t('column.time'), (row) => (row.link === null ? '–' : writeDay(row.link.eventTime))),
  ];
}

function openColumn(direction: Direction, { t }: Texts, open: Open): Column<LineageNode> {
  const head = direction === 'up' ? t('lineage.up') : t('lineage.down');
  const counts = (row: LineageNode): string => {
    const opened = row[direction];
    return opened === null ? '' : t('lineage.shown', opened);
  };
  const verb = (row: LineageNode): string => (row[direction] === null ? t('lineage.open') : t('lineage.more'));
  const show = (row: LineageNode) => (
    <>
      <span className="figure">{counts(row)} </span>
      {canOpen(row, direction) ? (
        <button
          type="button"
          className="linkish"
          aria-label={`${verb(row)} ${head} ${shortLot(row.lot)}`}
          onClick={() => open(row.lot, direction)}
        >
          {verb(row)}
        </button>
      ) : null}
    </>
  );
  return { ...textColumn<LineageNode>(direction, head, counts, show), sort: null };
}
