import type {
  AuditAnswer,
  CascadeAnswer,
  CaseAnswer,
  ElectrolysisAnswer,
  FeasiblePoint,
  XuDesignAnswer,
} from '../../separation/index.ts';
import { numberColumn, percentColumn, textColumn } from '../frame/columns.tsx';
import { Section } from '../frame/form.tsx';
import { Fact, Facts } from '../frame/page.tsx';
import { Rows } from '../frame/rows.tsx';
import { writeSignificant } from '../figures/numbers.ts';
import type { ModelRefusal, ModelReply } from '../reading/model-worker.ts';
import { useTexts } from '../texts/use-texts.ts';
import { ColumnCurve, InSituOutcome, IonExchangeOutcome } from './column-outcome.tsx';
import { MultiOutletOutcome, TrainOutcome } from './design-outcome.tsx';
import { DomainWarnings } from './domain-warnings.tsx';
import { LeachingCourse, LeachingOutcome } from './leaching-outcome.tsx';
import { MeltCourse, RefiningOutcome } from './refining-outcome.tsx';
import { SimulationOutcome } from './simulation-outcome.tsx';
import { SizingOutcome } from './sizing-outcome.tsx';
import { StageProfile } from './stage-profile.tsx';
import { ElementEnds, FlowsheetOutcome } from './flowsheet-outcome.tsx';
import { isUnitAnswer, UnitOutcome } from './unit-outcome.tsx';

/** What the model says: its products and profile, or why there is none. */
export function SeparationOutcome({ reply, isBusy }: { reply: ModelReply | null; isBusy: boolean }) {
  const { t } = useTexts();
  if (reply === null)
    return (
      <Section title={t('separation.outcome')}>
        <p className="empty">{t('separation.solving')}</p>
      </Section>
    );
  if ('refusal' in reply) return <Refused refusal={reply.refusal} />;
  const { answer, simulation, ms } = reply;
  return (
    <>
      <Section title={t('separation.outcome')}>
        <p className={isBusy ? 'stale-note' : 'note'} role="status">
          {isBusy
            ? t('separation.solving')
            : t('separation.solved', { ms: ms.toFixed(0), closure: answer.closure.toExponential(0) })}
        </p>
        <Figures answer={answer} />
      </Section>
      <Picture answer={answer} />
      {simulation === null ? null : <SimulationOutcome simulation={simulation} />}
    </>
  );
}

/** What an answer says in figures and tables. */
function Figures({ answer }: { answer: CaseAnswer }) {
  const { t } = useTexts();
  if (isUnitAnswer(answer)) return <UnitOutcome answer={answer} />;
  switch (answer.unit) {
    case 'cascade':
      return (
        <>
          <DomainWarnings warnings={answer.warnings} />
          <Streams answer={answer} />
        </>
      );
    case 'xu-design':
      return <Design answer={answer} />;
    case 'multi-outlet-design':
      return <MultiOutletOutcome answer={answer} />;
    case 'train-design':
      return <TrainOutcome answer={answer} />;
    case 'sizing':
      return <SizingOutcome answer={answer} />;
    case 'audit':
      return <Audit answer={answer} />;
    case 'flowsheet':
      return <ElementEnds answer={answer} />;
    case 'in-situ-leaching':
      return <InSituOutcome answer={answer} />;
    case 'ion-exchange':
      return <IonExchangeOutcome answer={answer} />;
    case 'leaching':
      return <LeachingOutcome answer={answer} />;
    case 'vacuum-refining':
      return <RefiningOutcome answer={answer} />;
    case 'electrolysis':
      return <Cell answer={answer} />;
    case 'saponification':
      return (
        <Facts>
          <Fact name={t('separation.base')}>{writeSignificant(answer.baseMolPerHour)}</Fact>
        </Facts>
      );
    case 'leach-tank': {
      const rows = answer.tanks.flatMap(({ tank, conversion }) => shares(conversion, ` (${tank})`));
      return <Shares rows={rows} head={t('separation.dissolved')} />;
    }
    case 'precipitation': {
      const rows = answer.components.map(({ name, precipitated }) => ({ name, share: precipitated }));
      return <Shares rows={rows} head={t('separation.precipitated')} />;
    }
  }
}

/** What of an answer is drawn, where something is. */
function Picture({ answer }: { answer: CaseAnswer }) {
  const { t } = useTexts();
  switch (answer.unit) {
    case 'cascade':
      return <StageProfile title={t('separation.profile')} stages={answer.stages} />;
    case 'in-situ-leaching':
    case 'ion-exchange':
      return <ColumnCurve answer={answer} />;
    case 'leaching':
      return answer.course.length > 0 ? <LeachingCourse answer={answer} /> : null;
    case 'vacuum-refining':
      return <MeltCourse answer={answer} />;
    case 'flowsheet':
      return <FlowsheetOutcome answer={answer} />;
    default:
      return null;
  }
}

function Refused({ refusal: { code, path, message } }: { refusal: ModelRefusal }) {
  const { t, word, language } = useTexts();
  return (
    <Section title={t('separation.outcome')}>
      <p className="verdict bad" role="status">
        <span aria-hidden="true">✕ </span>
        {word('modelRefusal', code)}
      </p>
      {path === null ? null : <p className="identifier">{path}</p>}
      {language === 'en' || code === 'form' ? <p className="note">{message}</p> : null}
    </Section>
  );
}

interface StreamRow {
  readonly key: string;
  readonly stream: string;
  readonly component: string;
  readonly molPerLitre: number;
  readonly recovery: number;
  readonly purity: number;
}

/** Products row by row: what of each component leaves where, and how pure. */
function Streams({ answer }: { answer: CascadeAnswer }) {
  const { t, word } = useTexts();
  const rows = answer.streams.flatMap((stream) =>
    Object.entries(stream.purity).map(([component, purity]): StreamRow => ({
      key: `${stream.name} ${component}`,
      stream: word('stream', stream.name),
      component,
      molPerLitre: stream.molPerLitre[component]!,
      recovery: (stream.recovery[component] ?? 0) * 100,
      purity: purity * 100,
    })),
  );
  return (
    <>
      <Facts>
        {answer.streams.map(({ name, pH, litrePerHour }) => (
          <Fact key={name} name={word('stream', name)}>
            {writeSignificant(litrePerHour)} L/h{pH === null ? '' : ` · pH ${pH.toFixed(2)}`}
          </Fact>
        ))}
      </Facts>
      <Rows
        label={t('separation.streams')}
        columns={[
          textColumn('stream', t('separation.stream'), (row: StreamRow) => row.stream),
          textColumn('component', t('separation.component'), (row: StreamRow) => row.component),
          numberColumn('mol', 'mol/L', (row: StreamRow) => row.molPerLitre),
          percentColumn('recovery', t('separation.recovery'), (row: StreamRow) => row.recovery),
          percentColumn('purity', t('separation.purity'), (row: StreamRow) => row.purity),
        ]}
        rows={rows}
        keyOf={(row) => row.key}
      />
    </>
  );
}

function Design({ answer: { draft, extractionStages, scrubStages, simulated, fewest, plant } }: { answer: XuDesignAnswer }) {
  const { t } = useTexts();
  const rows = [
    { name: t('separation.draft'), ...draft },
    { name: t('separation.corrected'), extractionStages, scrubStages, simulated },
    { name: t('separation.fewest'), ...fewest },
    ...(plant === null ? [] : [{ name: t('separation.inPlant'), ...plant }]),
  ];
  type Row = (typeof rows)[number];
  return (
    <>
      <Facts>
        <Fact name="S">{draft.S.toFixed(4)}</Fact>
        <Fact name="W">{draft.W.toFixed(4)}</Fact>
        <Fact name="β">{writeSignificant(draft.beta)}</Fact>
        {plant === null ? null : (
          <>
            <Fact name={t('separation.organicFlow')}>{writeSignificant(plant.organicLitrePerHour)} L/h</Fact>
            <Fact name={t('separation.scrubFlow')}>{writeSignificant(plant.scrubLitrePerHour)} L/h</Fact>
          </>
        )}
      </Facts>
      <Rows
        label={t('separation.design')}
        columns={[
          textColumn('name', t('separation.design'), (row: Row) => row.name),
          numberColumn('extraction', t('separation.extractionStages'), (row: Row) => row.extractionStages),
          numberColumn('scrub', t('separation.scrubStages'), (row: Row) => row.scrubStages),
          percentColumn('organic', t('separation.organicPurity'), (row: Row) => row.simulated.organic * 100),
          percentColumn('raffinate', t('separation.raffinatePurity'), (row: Row) => row.simulated.raffinate * 100),
        ]}
        rows={rows}
        keyOf={(row) => row.name}
      />
    </>
  );
}

/** Whether a declaration was possible, and the edge of what was. */
function Audit({ answer: { feasible, impurityRatio, best, frontier } }: { answer: AuditAnswer }) {
  const { t } = useTexts();
  return (
    <>
      <p className={`verdict ${feasible ? 'sound' : 'bad'}`}>
        {feasible ? t('separation.feasible') : t('separation.infeasible', { times: writeSignificant(impurityRatio) })}
      </p>
      <Rows
        label={t('separation.frontier')}
        columns={[
          percentColumn('recovery', t('separation.recovery'), (row: FeasiblePoint) => row.recovery * 100),
          percentColumn('purity', t('separation.bestPurity'), (row: FeasiblePoint) => row.purity * 100),
          numberColumn('extraction', t('separation.extractionStages'), (row: FeasiblePoint) => row.extractionStages),
          numberColumn('scrub', t('separation.scrubStages'), (row: FeasiblePoint) => row.scrubStages),
        ]}
        rows={frontier.some(({ recovery }) => recovery === best.recovery) ? frontier : [best, ...frontier]}
        keyOf={(row) => String(row.recovery)}
      />
    </>
  );
}

/** What a cell takes and gives. */
function Cell({ answer }: { answer: ElectrolysisAnswer }) {
  const { t } = useTexts();
  const masses = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([name, kilogram]) => `${name} ${writeSignificant(kilogram)}`)
      .join(' · ');
  return (
    <Facts>
      <Fact name={t('separation.metal')}>{masses(answer.metalKilogram)}</Fact>
      <Fact name={t('separation.oxide')}>{masses(answer.oxideKilogram)}</Fact>
      <Fact name={t('separation.energy')}>{writeSignificant(answer.energyKilowattHourPerKilogram)}</Fact>
      <Fact name={t('separation.carbon')}>{writeSignificant(answer.anodeCarbonKilogram)}</Fact>
      <Fact name="CO kg">{writeSignificant(answer.carbonMonoxideKilogram)}</Fact>
      <Fact name="CO2 kg">{writeSignificant(answer.carbonDioxideKilogram)}</Fact>
    </Facts>
  );
}

interface Share {
  readonly name: string;
  readonly share: number;
}

function shares(of: Readonly<Record<string, number>>, suffix: string): Share[] {
  return Object.entries(of).map(([name, share]) => ({ name: name + suffix, share }));
}

function Shares({ rows, head }: { rows: readonly Share[]; head: string }) {
  const { t } = useTexts();
  return (
    <Rows
      label={head}
      columns={[
        textColumn('name', t('separation.component'), (row: Share) => row.name),
        percentColumn('share', head, (row: Share) => row.share * 100),
      ]}
      rows={rows}
      keyOf={(row) => row.name}
    />
  );
}
