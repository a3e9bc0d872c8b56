import { useId, useState } from 'react';
import type { TraceAnswer } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { LotLink, SiteLink } from '../frame/links.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { rankOfElement } from '../figures/masses.ts';
import { shortId, shortLot } from '../figures/names.ts';
import { writePercent } from '../figures/numbers.ts';
import { heightOfBars } from '../pictures/bullet-picture.ts';
import { rankedPicture } from '../pictures/ranked-picture.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Origin = TraceAnswer['nodes'][number];

const DRAWN_MAX = 15;

/** The origins of a lot with their share of one element's mass; the shares of all origins sum to one. */
export function OriginsTile({ lot }: { lot: string }) {
  const texts = useTexts();
  const { t } = texts;
  const address = useAddress();
  const from = address('/api/trace', { id: lot, direction: 'up' });
  const reading = useAnswer<TraceAnswer>(from);
  const origins = reading.state === 'ready' || reading.state === 'stale' ? originsOf(reading.answer) : [];
  const elements = [...new Set(origins.flatMap((node) => Object.keys(node.shares)))].sort(
    (a, b) => rankOfElement(a) - rankOfElement(b) || a.localeCompare(b),
  );
  const [chosen, setElement] = useState('Nd');
  const element = elements.includes(chosen) ? chosen : (elements[0] ?? chosen);
  return (
    <Pictured
      title={t('origins.title')}
      fileName="ytterby-origins"
      reading={reading}
      wide
      faces="beside"
      emptyText={t('origins.none')}
      tools={elements.length < 2 ? null : <ElementChoice elements={elements} element={element} choose={setElement} />}
      source={{ formula: t('origins.formula'), address: from }}
      content={(answer) => originsContent(answer, element, texts)}
    />
  );
}

function ElementChoice({
  elements,
  element,
  choose,
}: {
  elements: readonly string[];
  element: string;
  choose: (element: string) => void;
}) {
  const { t } = useTexts();
  const id = useId();
  return (
    <span>
      <label htmlFor={id}>{t('column.element')} </label>
      <select id={id} value={element} onChange={(event) => choose(event.target.value)}>
        {elements.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </span>
  );
}

function originsOf(answer: TraceAnswer): Origin[] {
  return answer.nodes.filter((node) => node.origin);
}

function originsContent(answer: TraceAnswer, element: string, texts: Texts): PictureContent<Origin> {
  const { t, name, stage } = texts;
  const shareOf = (node: Origin): number => node.shares[element] ?? 0;
  const rows = originsOf(answer).sort((a, b) => shareOf(b) - shareOf(a));
  const questioned = (node: Origin): boolean => node.source === 'unexplained-gain';
  const ranked = rows.slice(0, DRAWN_MAX).map((node) => ({
    name: `${shortLot(node.lot)} · ${name(node.site?.name, node.source === null ? '–' : stage(node.source))}`,
    value: shareOf(node) * 100,
    sd: 0,
    questioned: questioned(node),
  }));
  return {
    option: (palette) => rankedPicture(ranked, { unit: `% ${element}`, series: t('origins.share', { element }) }, palette),
    height: heightOfBars(ranked.length),
    label: t('origins.label', {
      count: rows.length,
      element,
      first: ranked[0]?.name ?? '',
      share: writePercent((ranked[0]?.value ?? 0) / 100),
    }),
    columns: originColumns(texts, element),
    rows,
    keyOf: (node) => node.lot,
    mark: questioned,
    note: t('origins.note', { shown: ranked.length, total: rows.length, lots: answer.nodes.length }),
  };
}

function originColumns({ t, name, stage }: Texts, element: string): Column<Origin>[] {
  return [
    textColumn(
      'lot',
      t('column.lot'),
      (row) => row.lot,
      (row) => <LotLink lot={row.lot} />,
    ),
    textColumn(
      'site',
      t('column.site'),
      (row) => name(row.site?.name, shortId(row.site?.id ?? '–')),
      (row) => <SiteLink site={row.site} />,
    ),
    textColumn(
      'source',
      t('column.source'),
      (row) => (row.source === null ? '–' : stage(row.source)),
      (row) =>
        row.source === 'unexplained-gain' ? (
          <span className="alarm">▲ {stage(row.source)}</span>
        ) : row.source === null ? (
          '–'
        ) : (
          stage(row.source)
        ),
    ),
    numberColumn(
      'share',
      `${t('origins.share', { element })} / %`,
      (row) => (row.shares[element] ?? 0) * 100,
      (row) => (
        <span className="figure" title={String(row.shares[element] ?? 0)}>
          {writePercent(row.shares[element] ?? 0)}
        </span>
      ),
    ),
  ];
}
