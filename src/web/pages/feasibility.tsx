import { useSearchParams } from 'react-router';
import type { FeasibilityAnswer, FeasibilityCut } from '../../wire/index.ts';
import { LotLink, SiteLink } from '../frame/links.tsx';
import { MissingId } from '../frame/missing-id.tsx';
import { Fact, Facts, Page } from '../frame/page.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { Tile } from '../frame/tile.tsx';
import { shortLot } from '../figures/names.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { writeMinute } from '../figures/times.ts';
import { frontierPicture } from '../pictures/frontier-picture.ts';
import { useAnswer, type Reading } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { CutsTile, cutColumns, ElementsTile } from './feasibility-tables.tsx';

/** Could this plant have made this lot? The balance of each element, and what its declared cascades can do. */
export default function FeasibilityPage() {
  const [search] = useSearchParams();
  const id = search.get('id');
  return id === null || id === '' ? <MissingId /> : <FeasibilityTiles key={id} id={id} />;
}

function FeasibilityTiles({ id }: { id: string }) {
  const { t, name } = useTexts();
  const from = useAddress()('/api/feasibility', { id });
  const reading = useAnswer<FeasibilityAnswer>(from);
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  return (
    <Page title={t('feasibility.title', { lot: shortLot(id) })} kicker={name(answer?.product, '')} tools={<LotLink lot={id} />}>
      <Tile title={t('feasibility.verdict')} reading={reading} wide source={{ formula: t('feasibility.formula'), address: from }}>
        {(ready) => <Verdict answer={ready} />}
      </Tile>
      {answer === null || answer.elements.length === 0 ? null : (
        <>
          <FrontierTile reading={reading} />
          <CutsTile reading={reading} />
          <ElementsTile reading={reading} />
        </>
      )}
    </Page>
  );
}

const VERDICT_CLASS = { possible: 'verdict sound', impossible: 'verdict bad', untold: 'verdict' } as const;
const VERDICT_SIGN = { possible: '✓ ', impossible: '▲ ', untold: '– ' } as const;

function Verdict({ answer }: { answer: FeasibilityAnswer }) {
  const texts = useTexts();
  const { t, word } = texts;
  const { verdict, reason, madeBy, own, granted, elements, cuts } = answer;
  const beyond = elements.filter(({ beyondFeed }) => beyondFeed).map(({ element }) => element);
  return (
    <>
      <p className={VERDICT_CLASS[verdict]} role="status">
        <span aria-hidden="true">{VERDICT_SIGN[verdict]}</span>
        {word('feasibilityVerdict', verdict)}
        {reason === null ? '' : ` – ${word('feasibilityReason', reason)}`}
      </p>
      <ul className="reasons">
        {beyond.length === 0 ? null : <li>{t('feasibility.beyond', { elements: beyond.join(t('list.separator')) })}</li>}
        {cuts.map((cut) => (
          <li key={cut.side}>{sentence(cut, texts)}</li>
        ))}
      </ul>
      {madeBy === null ? null : (
        <Facts>
          <Fact name={t('feasibility.madeAt')}>
            <SiteLink site={madeBy.site} />
          </Fact>
          <Fact name={t('feasibility.madeOn')}>{writeMinute(madeBy.eventTime)}</Fact>
          {own.length === 0 ? null : <Fact name={t('feasibility.own')}>{own.join(t('list.separator'))}</Fact>}
          <Fact name={t('feasibility.granted')}>
            {t('feasibility.grantedText', { sigmas: granted.sigmas, percent: granted.factorPercent })}
          </Fact>
        </Facts>
      )}
    </>
  );
}

/** What is said of a cut, in one sentence. */
function sentence({ between, verdict, reason, stages, impurityRatio }: FeasibilityCut, { t, word }: Texts): string {
  const cut = between.join(' | ');
  if (verdict === 'needless') return t('feasibility.cutNeedless', { cut });
  if (verdict === 'possible') return t('feasibility.cutPossible', { cut, stages });
  if (verdict === 'untold') return t('feasibility.cutUntold', { cut, reason: word('feasibilityReason', reason ?? '') });
  if (impurityRatio === null) return t('feasibility.cutOverCarried', { cut });
  return t('feasibility.cutImpossible', { cut, stages, times: writeSignificant(impurityRatio) });
}

function FrontierTile({ reading }: { reading: Reading<FeasibilityAnswer> }) {
  const texts = useTexts();
  const { t } = texts;
  return (
    <Pictured
      title={t('feasibility.frontier')}
      fileName="ytterby-feasibility"
      reading={reading}
      wide
      emptyText={t('feasibility.noFrontier')}
      content={(answer) => frontierContent(answer, texts)}
    />
  );
}

function frontierContent({ cuts }: FeasibilityAnswer, texts: Texts): PictureContent<FeasibilityCut> {
  const { t } = texts;
  const rows = cuts.filter(({ frontier, purityAtLeast }) => frontier.length > 0 && purityAtLeast !== null);
  const frontiers = rows.map(({ between, frontier, purityAtLeast, recoveryAtLeast, verdict }) => ({
    name: between.join(' | '),
    edge: frontier.map(({ recovery, purity }) => ({ recovery, impurity: 1 - purity })),
    declared: { recovery: recoveryAtLeast ?? 0, impurity: 1 - (purityAtLeast ?? 0), isFeasible: verdict !== 'impossible' },
  }));
  const words = {
    recovery: t('feasibility.recovery'),
    impurity: t('feasibility.impurity'),
    edge: (cut: string) => t('feasibility.edge', { cut }),
    declared: (cut: string) => t('feasibility.declared', { cut }),
  };
  return {
    option: (palette) => frontierPicture(frontiers, words, palette),
    height: 360,
    label: t('feasibility.frontierLabel', { count: rows.length }),
    columns: cutColumns(texts),
    rows,
    keyOf: (row) => row.side,
    mark: (row) => row.verdict === 'impossible',
    note: t('feasibility.frontierNote'),
  };
}
