import { useContext } from 'react';
import { Link } from 'react-router';
import type { Overview } from '../../wire/index.ts';
import { ElementChoice } from '../frame/element-choice.tsx';
import { MassFigure } from '../frame/quantity.tsx';
import { Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { YearChoice } from '../frame/year-choice.tsx';
import { shareLoaded, StatusContext } from '../reading/record-version.ts';
import { useAnswer, type Reading } from '../reading/use-answer.ts';
import { useAsked } from '../reading/use-asked.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useMay } from '../reading/use-who.ts';
import { useRecordYears, useYear } from '../reading/use-year.ts';
import { useTexts, type TextKey } from '../texts/use-texts.ts';
import { FlowTile } from './overview-flows.tsx';
import { StockTile } from './overview-stocks.tsx';
import { UnexplainedTile } from './overview-unexplained.tsx';
import { QuotaSummaryTile } from './quota-tile.tsx';

type FigureName = keyof Overview['figures'];

const HEADLINE: readonly FigureName[] = [
  'mined',
  'separated',
  'returnedScrap',
  'imported',
  'exported',
  'stock',
  'inTransit',
  'reserve',
  'tailings',
  'processLoss',
  'unexplained',
];

/** The record of a year in one screen: totals, flows, quota use, stocks, and what is not explained. */
export default function OverviewPage() {
  const { t } = useTexts();
  const may = useMay();
  const address = useAddress();
  const [year, setYear] = useYear();
  const [element, askElement] = useAsked('element');
  const from = address('/api/overview', { year, element: element === '' ? null : element });
  const reading = useAnswer<Overview>(from);
  const years = useRecordYears();
  const shown = year ?? (reading.state === 'ready' || reading.state === 'stale' ? reading.answer.year : null);
  const offered = shown === null || years.includes(shown) ? years : [shown, ...years].sort((a, b) => b - a);
  return (
    <Page
      title={t('overview.title')}
      kicker={t('overview.kicker')}
      tools={
        <>
          <Link to={address('/wall', { year })}>{t('wall.open')}</Link> <ElementChoice element={element} choose={askElement} />{' '}
          <YearChoice years={offered} year={shown} choose={setYear} />
        </>
      }
    >
      <LoadingRecord />
      <EmptyRecord />
      <HeadlineTile reading={reading} address={from} />
      <FlowTile reading={reading} address={from} />
      {may('balance.read') ? (
        <>
          <UnexplainedTile reading={reading} address={from} />
          <QuotaSummaryTile title={t('overview.quotas')} reading={reading} address={from} />
        </>
      ) : (
        <p className="note wide">{t('overview.unpublished')}</p>
      )}
      <StockTile reading={reading} address={from} />
    </Page>
  );
}

/** How far the demonstration year is loaded, while it is: the figures below are of what is there so far. */
function LoadingRecord() {
  const { t } = useTexts();
  const { status } = useContext(StatusContext);
  const loading = status?.loading ?? null;
  if (loading === null) return null;
  const share = shareLoaded(loading);
  return (
    <section className="tile wide" aria-label={t('overview.loadingTitle')}>
      <h2>{t('overview.loadingTitle')}</h2>
      <progress className="wide-progress" value={share} max={1} aria-label={t('status.progress')} />
      <p className="note">{t('overview.loading', { percent: Math.floor(share * 100) })}</p>
    </section>
  );
}

function EmptyRecord() {
  const { t } = useTexts();
  const { status } = useContext(StatusContext);
  if (status === null || status.events > 0 || status.loading !== null) return null;
  return (
    <p className="empty wide">
      {t('overview.emptyRecord')} <Link to="/capture">{t('nav.capture')}</Link>
    </p>
  );
}

function HeadlineTile({ reading, address }: { reading: Reading<Overview>; address: string }) {
  const { t } = useTexts();
  return (
    <Tile title={t('overview.figures')} reading={reading} wide source={{ formula: t('overview.figuresFormula'), address }}>
      {({ figures }) => (
        <dl className="headline">
          {HEADLINE.map((name) => (
            <div key={name}>
              <dt>{t(`figure.${name}` satisfies TextKey)}</dt>
              <dd>
                <MassFigure mass={figures[name]} unit="t" />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Tile>
  );
}
