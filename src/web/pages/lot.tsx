import { Link, useSearchParams } from 'react-router';
import type { LotAnswer } from '../../wire/index.ts';
import { SiteLink } from '../frame/links.tsx';
import { MissingId } from '../frame/missing-id.tsx';
import { Fact, Facts, Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { shortId, shortLot } from '../figures/names.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts } from '../texts/use-texts.ts';
import { CompositionTile } from './lot-composition.tsx';
import { EventsTile } from './lot-events.tsx';
import { HoldingsTile } from './lot-holdings.tsx';
import { LineageTile } from './lot-lineage.tsx';
import { OriginsTile } from './lot-origins.tsx';

/** One lot: is it sound. What it is and where, its composition against the deposit it is said to come from, its lineage, every event. */
export default function LotPage() {
  const [search] = useSearchParams();
  const id = search.get('id');
  return id === null || id === '' ? <MissingId /> : <LotTiles key={id} id={id} />;
}

function LotTiles({ id }: { id: string }) {
  const { t, name } = useTexts();
  const address = useAddress();
  const from = address('/api/lot', { id });
  const reading = useAnswer<LotAnswer>(from);
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  const title = `${t('column.lot')} ${shortLot(id)}`;
  if (reading.state === 'failed')
    return (
      <Page title={title}>
        <Tile title={t('lot.facts')} reading={reading} wide>
          {() => null}
        </Tile>
      </Page>
    );
  return (
    <Page
      title={title}
      kicker={name(answer?.product?.name, '')}
      tools={
        <>
          <Link to={address('/feasibility', { id })}>{t('feasibility.link')}</Link>{' '}
          <Link to={address('/label', { id })}>{t('label.title')}</Link>
        </>
      }
    >
      <Tile title={t('lot.facts')} reading={reading} wide>
        {(ready) => <LotFacts answer={ready} />}
      </Tile>
      <HoldingsTile reading={reading} address={from} />
      <CompositionTile reading={reading} address={from} />
      <LineageTile lot={id} />
      <OriginsTile lot={id} main={mainElement(answer)} />
      <EventsTile reading={reading} address={from} />
    </Page>
  );
}

/** The element that a reader of this lot looks for first: neodymium where there is any, else the one with the largest mass. */
function mainElement(answer: LotAnswer | null): string | null {
  const parts = (answer?.composition ?? []).toSorted((a, b) => b.percent - a.percent);
  return (parts.find((part) => part.element === 'Nd') ?? parts[0])?.element ?? null;
}

function LotFacts({ answer }: { answer: LotAnswer }) {
  const { t, name, word } = useTexts();
  const { product } = answer;
  return (
    <Facts>
      <Fact name={t('column.identifier')}>
        <span className="identifier">{answer.lot}</span>
      </Fact>
      <Fact name={t('column.product')}>
        {product === null ? '–' : `${name(product.name, shortId(product.id))} (${word('productKind', product.kind)})`}
      </Fact>
      <Fact name={t('lot.declaredOrigin')}>
        <SiteLink site={answer.declaredOrigin} />
      </Fact>
      <Fact name={t('site.deposit')}>{answer.deposit === null ? '–' : word('deposit', answer.deposit.name)}</Fact>
      <Fact name={t('lot.compositionFrom')}>{word('compositionFrom', answer.compositionFrom)}</Fact>
      <Fact name={t('lot.eventCount')}>{answer.events.length}</Fact>
    </Facts>
  );
}
