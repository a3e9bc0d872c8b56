import { useContext, useEffect, type ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import type { CasesAnswer, FlagsAnswer, MassAnswer, Moment, Overview, QuotaRow } from '../../wire/index.ts';
import { paletteAsVariables, paletteFor } from '../frame/palette.ts';
import { inUnit } from '../figures/masses.ts';
import { spaceThousands, writePercent } from '../figures/numbers.ts';
import { sumBatches, withinQuotas } from '../figures/quotas.ts';
import { writeMinute } from '../figures/times.ts';
import { StatusContext } from '../reading/record-version.ts';
import { useAnswer, type Reading } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useMay } from '../reading/use-who.ts';
import { useYear } from '../reading/use-year.ts';
import { useTexts } from '../texts/use-texts.ts';
import './wall.css';

/** Few large figures for a screen on a wall, each with its time and the page that it comes from. Escape leads back. */
export default function WallPage() {
  const { t } = useTexts();
  const to = useAddress();
  const navigate = useNavigate();
  const [year] = useYear();
  const overview = useAnswer<Overview>(to('/api/overview', { year }));
  useEffect(() => {
    document.title = `${t('wall.title')} · ${t('app.name')}`;
  }, [t]);
  useEffect(() => {
    const leave = (event: KeyboardEvent): void => void (event.key === 'Escape' && navigate(to('/')));
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [navigate, to]);
  const shown = answerOf(overview)?.year ?? null;
  return (
    <section className="wall" aria-label={t('wall.title')} style={paletteAsVariables(paletteFor(true))}>
      <header>
        <h1>{t('wall.title')}</h1>
        <span>{shown === null ? '' : t('wall.year', { year: shown })}</span>
        <Link to={to('/')}>{t('wall.leave')}</Link>
      </header>
      <div className="tiles wall-figures">
        <MatterFigures overview={overview} />
        <ConductFigures />
        <RecordFigure />
      </div>
    </section>
  );
}

function answerOf<T>(reading: Reading<T>): T | null {
  return reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
}

function Figure({
  name,
  value,
  note,
  to,
  moment,
  alarm = false,
  share = null,
}: {
  name: string;
  value: string;
  note: ReactNode;
  to: string;
  moment: Moment | null;
  alarm?: boolean;
  share?: number | null;
}) {
  const { t } = useTexts();
  return (
    <Link to={to} className={alarm ? 'wall-figure alarm' : 'wall-figure'}>
      <span className="name">{name}</span>
      <strong>{value}</strong>
      <span className="note">{note}</span>
      {share === null ? null : <progress value={Math.min(1, share)} max={1} aria-label={name} />}
      <span className="time">
        {moment === null ? t('wall.waiting') : t('wall.asOf', { time: writeMinute(moment.asOf ?? moment.computedAt) })}
      </span>
    </Link>
  );
}

/** Whole tonnes; the exact figure is on the page behind. */
function tonnesOf(mass: MassAnswer | undefined): string {
  return mass === undefined ? '–' : spaceThousands(Math.round(inUnit(mass.value, 't')).toFixed(0));
}

function MatterFigures({ overview }: { overview: Reading<Overview> }) {
  const { t } = useTexts();
  const to = useAddress();
  const answer = answerOf(overview);
  const moment = answer?.moment ?? null;
  const figures = answer?.figures;
  const unit = t('wall.tonnes');
  const unexplained = figures?.unexplained;
  return (
    <>
      <QuotaFigure name={t('wall.mined')} mass={figures?.mined} quotas={answer?.quotas ?? []} stage="mining" moment={moment} />
      <QuotaFigure
        name={t('wall.separated')}
        mass={figures?.separated}
        quotas={answer?.quotas ?? []}
        stage="separation"
        moment={moment}
      />
      <Figure name={t('wall.exported')} value={tonnesOf(figures?.exported)} note={unit} to={to('/disclosure')} moment={moment} />
      <Figure name={t('wall.stock')} value={tonnesOf(figures?.stock)} note={unit} to={to('/')} moment={moment} />
      <Figure
        name={t('wall.unexplained')}
        value={tonnesOf(unexplained)}
        note={unexplained === undefined ? unit : t('wall.sd', { sd: tonnesOf({ ...unexplained, value: unexplained.sd }) })}
        to={to('/balance-map')}
        moment={moment}
      />
    </>
  );
}

function QuotaFigure({
  name,
  mass,
  quotas,
  stage,
  moment,
}: {
  name: string;
  mass: MassAnswer | undefined;
  quotas: readonly QuotaRow[];
  stage: QuotaRow['stage'];
  moment: Moment | null;
}) {
  const { t } = useTexts();
  const to = useAddress();
  const caps = withinQuotas(sumBatches(quotas)).filter((row) => row.stage === stage && row.depth === 0);
  const granted = caps.reduce((sum, row) => sum + row.grantedTonnes, 0);
  const drawn = caps.reduce((sum, row) => sum + row.drawnWithinTonnes, 0);
  const share = granted > 0 ? drawn / granted : null;
  const used =
    share === null
      ? t('wall.noQuota')
      : t('wall.ofQuota', { percent: writePercent(share), quota: spaceThousands(Math.round(granted).toFixed(0)) });
  return (
    <Figure
      name={name}
      value={tonnesOf(mass)}
      note={`${t('wall.tonnes')} · ${used}`}
      to={to('/quotas')}
      moment={moment}
      share={share}
      alarm={share !== null && share > 1}
    />
  );
}

function ConductFigures() {
  const { t } = useTexts();
  const may = useMay();
  const to = useAddress();
  const flags = answerOf(useAnswer<FlagsAnswer>(may('flag.read') ? to('/api/flags', { limit: 1 }) : null));
  const cases = answerOf(useAnswer<CasesAnswer>(may('case.read') ? to('/api/cases') : null));
  const violations = flags?.bySeverity.violation ?? 0;
  const running = cases === null ? 0 : cases.figures.byStatus.open + cases.figures.byStatus.appealed;
  return (
    <>
      {may('flag.read') ? (
        <Figure
          name={t('wall.violations')}
          value={flags === null ? '–' : String(violations)}
          note={t('wall.warnings', { count: flags?.bySeverity.warning ?? 0 })}
          to={to('/flags')}
          moment={flags?.moment ?? null}
          alarm={violations > 0}
        />
      ) : null}
      {may('case.read') ? (
        <Figure
          name={t('wall.cases')}
          value={cases === null ? '–' : String(running)}
          note={t('wall.closed', { count: cases?.figures.cases ?? 0 })}
          to={to('/cases')}
          moment={cases?.moment ?? null}
        />
      ) : null}
    </>
  );
}

function RecordFigure() {
  const { t } = useTexts();
  const to = useAddress();
  const { status } = useContext(StatusContext);
  const recorded = status?.lastRecordedAt ?? null;
  return (
    <Figure
      name={t('wall.events')}
      value={status === null ? '–' : spaceThousands(String(status.events))}
      note={t('wall.lots', { count: status?.lots ?? 0 })}
      to={to('/log')}
      moment={recorded === null ? null : { asOf: recorded, knownAt: null, computedAt: recorded }}
    />
  );
}
