import { useId, useState } from 'react';
import type { TraceAnswer } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { LotLink, SiteLink } from '../frame/links.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { rankOfElement } from '../figures/masses.ts';
import { shortId, shortLot } from '../figures/names.ts';
import { writePercent } from '../figures/numbers.ts';
import { elementsOfOrigins, sharesOfOrigins, type OriginShare } from '../figures/origins.ts';
import { heightOfBars } from '../pictures/bullet-picture.ts';
import { rankedPicture } from '../pictures/ranked-picture.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

const DRAWN_MAX = 15;

/** The origins of a lot with their share of one element's mass, mine by mine or lot by lot; the shares of all origins sum to one. */
export function OriginsTile({ lot, main }: { lot: string; main: string | null }) {
  const texts = useTexts();
  const { t } = texts;
  const address = useAddress();
  const from = address('/api/trace', { id: lot, direction: 'up' });
  const reading = useAnswer<TraceAnswer>(from);
  const nodes = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.nodes : [];
  const elements = elementsOfOrigins(nodes).sort((a, b) => rankOfElement(a) - rankOfElement(b) || a.localeCompare(b));
  const [chosen, setElement] = useState<string | null>(null);
  const [by, setBy] = useState<By>('site');
  const element = [chosen, main, ...elements].find((each) => each !== null && elements.includes(each)) ?? '';
  const groupings = { site: t('origins.bySite'), lot: t('origins.byLot') };
  const tools = (
    <>
      <Choice<By> label={t('origins.by')} value={by} choose={setBy} options={groupings} />
      <Choice
        label={t('column.element')}
        value={element}
        choose={setElement}
        options={Object.fromEntries(elements.map((each) => [each, each]))}
      />
    </>
  );
  return (
    <Pictured
      title={t('origins.title')}
      fileName="ytterby-origins"
      reading={reading}
      wide
      faces="beside"
      emptyText={t('origins.none')}
      tools={elements.length === 0 ? null : tools}
      source={{ formula: t('origins.formula'), address: from }}
      content={(answer) => originsContent(answer, element, by, texts)}
    />
  );
}

type By = 'site' | 'lot';

interface ChoiceProps<K extends string> {
  readonly label: string;
  readonly value: K;
  readonly choose: (value: K) => void;
  readonly options: Readonly<Record<K, string>>;
}

function Choice<K extends string>({ label, value, choose, options }: ChoiceProps<K>) {
  const id = useId();
  return (
    <span>
      <label htmlFor={id}>{label} </label>
      <select id={id} value={value} onChange={(event) => choose(event.target.value as K)}>
        {Object.entries<string>(options).map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </span>
  );
}

function originsContent(answer: TraceAnswer, element: string, by: By, texts: Texts): PictureContent<OriginShare> {
  const { t } = texts;
  const rows = sharesOfOrigins(answer.nodes, element, by === 'site');
  const ranked = rows.slice(0, DRAWN_MAX).map((row) => ({
    name: nameOf(row, texts),
    value: row.share * 100,
    sd: 0,
    questioned: isQuestioned(row),
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
    columns: originColumns(texts, element, by),
    rows,
    keyOf: (row) => row.key,
    mark: isQuestioned,
    note: t('origins.note', { shown: ranked.length, total: rows.length, lots: answer.nodes.length }),
  };
}

function nameOf({ lot, site, source }: OriginShare, { name, stage }: Texts): string {
  const place = name(site?.name, source === null ? '–' : stage(source));
  return lot === null ? place : `${shortLot(lot)} · ${place}`;
}

function isQuestioned({ source }: OriginShare): boolean {
  return source === 'unexplained-gain';
}

function originColumns(texts: Texts, element: string, by: By): Column<OriginShare>[] {
  const { t, name } = texts;
  const lot = textColumn<OriginShare>(
    'lot',
    t('column.lot'),
    (row) => row.lot ?? '',
    (row) => (row.lot === null ? '–' : <LotLink lot={row.lot} />),
  );
  return [
    ...(by === 'lot' ? [lot] : []),
    textColumn(
      'site',
      t('column.site'),
      (row) => name(row.site?.name, shortId(row.site?.id ?? '–')),
      (row) => <SiteLink site={row.site} />,
    ),
    sourceColumn(texts),
    ...(by === 'site' ? [numberColumn<OriginShare>('lots', t('origins.lots'), (row) => row.lots)] : []),
    numberColumn(
      'share',
      `${t('origins.share', { element })} / %`,
      (row) => row.share * 100,
      (row) => (
        <span className="figure" title={String(row.share)}>
          {writePercent(row.share)}
        </span>
      ),
    ),
  ];
}

function sourceColumn({ t, stage }: Texts): Column<OriginShare> {
  const written = ({ source }: OriginShare): string => (source === null ? '–' : stage(source));
  return textColumn('source', t('column.source'), written, (row) =>
    isQuestioned(row) ? <span className="alarm">▲ {written(row)}</span> : written(row),
  );
}
