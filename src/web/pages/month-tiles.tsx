import { useId } from 'react';
import type { MassAnswer, MonthAnswer, ReconciledMass } from '../../wire/index.ts';
import { BasisChoice } from '../frame/basis-choice.tsx';
import { numberColumn, textColumn, massColumn, type Column } from '../frame/columns.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Rows } from '../frame/rows.tsx';
import { Tile } from '../frame/tile.tsx';
import { chooseUnit, compareBases, inUnit, writeBasis, type MassUnit } from '../figures/masses.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { shortId } from '../figures/names.ts';
import { writeMinute } from '../figures/times.ts';
import { useAnswer, type Reading } from '../reading/use-answer.ts';
import { useAsked } from '../reading/use-asked.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useRecordMonths } from '../reading/use-months.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { StreamsTile } from './month-streams.tsx';
import { MonthVerdict } from './month-verdict.tsx';

type Sum = MonthAnswer['balance'][number];
type Process = MonthAnswer['processes'][number];

/** A month of a site or an organisation made to balance: does it, what of it was moved by how much, and which measurement is wrong. */
export function MonthTiles({ organisation = null, site = null }: { organisation?: string | null; site?: string | null }) {
  const texts = useTexts();
  const { t } = texts;
  const address = useAddress();
  const [month] = useAsked('month');
  const [asked] = useAsked('basis');
  const element = asked.startsWith('element:') ? asked.slice('element:'.length) : null;
  const from = month === '' ? null : address('/api/month', { site, organisation, month, element });
  const reading = useAnswer<MonthAnswer>(from);
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  const bases = basesOf(answer);
  const basis = bases.includes(asked) ? asked : (bases.find((each) => each === 'treo') ?? 'net');
  const tools = <MonthTools bases={bases} basis={basis} />;
  const source = { formula: t('month.formula'), address: from ?? '' };
  if (from === null)
    return (
      <Tile title={t('month.title')} reading={{ state: 'ready', answer: {} }} tools={tools} wide>
        {() => <p className="empty">{t('month.ask')}</p>}
      </Tile>
    );
  return (
    <>
      <Tile title={t('month.title')} reading={reading} tools={tools} wide source={source}>
        {(ready) => <Month answer={ready} basis={basis} texts={texts} hasSites={organisation !== null} />}
      </Tile>
      {answer === null || answer.streams.length === 0 ? null : (
        <>
          <StreamsTile reading={reading} basis={basis} source={source} />
          <ProcessesTile reading={reading} basis={basis === 'net' ? 'treo' : basis} texts={texts} />
        </>
      )}
    </>
  );
}

function basesOf(answer: MonthAnswer | null): string[] {
  const all = (answer?.balance ?? []).flatMap(({ masses }) => masses.map(({ basis }) => basis));
  return [...new Set(all)].sort(compareBases);
}

function MonthTools({ bases, basis }: { bases: readonly string[]; basis: string }) {
  const { t } = useTexts();
  const months = useRecordMonths();
  const [month, askMonth] = useAsked('month');
  const [, askBasis] = useAsked('basis');
  const monthId = useId();
  return (
    <>
      <span>
        <label htmlFor={monthId}>{t('month.month')} </label>
        <select id={monthId} value={month} onChange={(event) => askMonth(event.target.value)}>
          {[...(month === '' ? [''] : []), ...(months.includes(month) || month === '' ? [] : [month]), ...months].map((each) => (
            <option key={each} value={each}>
              {each === '' ? t('month.choose') : each}
            </option>
          ))}
        </select>
      </span>
      <BasisChoice bases={bases} basis={basis} choose={askBasis} />
    </>
  );
}

function Month({ answer, basis, texts, hasSites }: { answer: MonthAnswer; basis: string; texts: Texts; hasSites: boolean }) {
  const { t, name } = texts;
  if (answer.streams.length === 0) return <p className="empty">{t('month.empty')}</p>;
  const rows = answer.balance
    .filter((sum) => massIn(sum, basis) !== null)
    .toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  const unit = chooseUnit(rows.flatMap((sum) => measuredIn(massIn(sum, basis))));
  const site = textColumn<Sum>('site', t('column.site'), (row) => name(row.site.name, shortId(row.site.id)));
  return (
    <>
      <MonthVerdict answer={answer} />
      <h3>{t('month.sums')}</h3>
      <Rows
        label={t('month.sums')}
        columns={[...(hasSites ? [site] : []), ...sumColumns(texts, basis, unit)]}
        rows={rows}
        keyOf={(row) => `${row.site.id} ${row.kind}`}
      />
    </>
  );
}

/** Kinds of streams as matter passes a site. */
const KINDS: readonly Sum['kind'][] = [
  'opening',
  'source',
  'receipt',
  'sent',
  'returned',
  'removed',
  'input',
  'output',
  'loss',
  'shipment',
  'arrived',
  'consumed',
  'stored',
  'count',
  'closing',
];

function massIn(sum: Sum, basis: string): Sum['masses'][number] | null {
  return sum.masses.find((mass) => mass.basis === basis) ?? null;
}

function measuredIn(mass: ReconciledMass | null): MassAnswer[] {
  return [mass?.measured ?? null, mass?.reconciled ?? null].filter((each) => each !== null);
}

function sumColumns({ t, word }: Texts, basis: string, unit: MassUnit): Column<Sum>[] {
  const unitText = `${t(`unit.${unit}`)} ${writeBasis(basis, t('basis.net'))}`;
  const adjustment = (row: Sum): number => {
    const mass = massIn(row, basis);
    return mass === null || mass.unmeasured > 0 || mass.untold > 0 ? Number.NaN : inUnit(mass.adjustment ?? Number.NaN, unit);
  };
  return [
    textColumn('kind', t('month.kind'), (row) => word('monthKind', row.kind)),
    numberColumn('count', t('month.count'), (row) => row.streams),
    massColumn('measured', `${t('month.measured')} / ${unitText}`, unit, (row) => massIn(row, basis)?.measured ?? null),
    massColumn('reconciled', t('month.reconciled'), unit, (row) => massIn(row, basis)?.reconciled ?? null),
    numberColumn('adjustment', t('month.adjustment'), adjustment, (row) => (
      <span className="figure">{writeSignificant(adjustment(row), 3)}</span>
    )),
    numberColumn('missing', t('month.missing'), (row) => massIn(row, basis)?.unmeasured ?? 0),
  ];
}

/** What went into each process, what came out, and how far apart that is. */
function ProcessesTile({ reading, basis, texts }: { reading: Reading<MonthAnswer>; basis: string; texts: Texts }) {
  const { t } = texts;
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  const rows = (answer?.processes ?? []).filter((process) => inProcess(process, basis) !== undefined);
  const unit = chooseUnit(rows.flatMap((process) => measuredIn(inProcess(process, basis)?.input ?? null)));
  return (
    <ListTile
      title={t('month.processes')}
      fileName="ytterby-month-processes"
      reading={reading}
      rowsOf={() => rows}
      columns={processColumns(texts, basis, unit)}
      keyOf={(row) => row.event}
      emptyText={t('month.noProcesses')}
      mark={(row) => Math.abs(sigmasOf(row, basis)) > SIGMAS_QUESTIONED}
    />
  );
}

/** Beyond three standard deviations chance is no longer an explanation. */
const SIGMAS_QUESTIONED = 3;

function inProcess(process: Process, basis: string): Process['masses'][number] | undefined {
  return process.masses.find((mass) => mass.basis === basis);
}

function sigmasOf(process: Process, basis: string): number {
  const difference = inProcess(process, basis)?.difference.measured ?? null;
  return difference === null || difference.sd === 0 ? Number.NaN : difference.value / difference.sd;
}

function processColumns({ t }: Texts, basis: string, unit: MassUnit): Column<Process>[] {
  const unitText = `${t(`unit.${unit}`)} ${writeBasis(basis, t('basis.net'))}`;
  return [
    textColumn('time', t('column.eventTime'), (row) => writeMinute(row.eventTime)),
    massColumn('input', `${t('month.input')} / ${unitText}`, unit, (row) => inProcess(row, basis)?.input.measured ?? null),
    massColumn('output', t('month.output'), unit, (row) => inProcess(row, basis)?.output.measured ?? null),
    massColumn('difference', t('month.difference'), unit, (row) => inProcess(row, basis)?.difference.measured ?? null),
    numberColumn(
      'sigmas',
      t('column.sigmas'),
      (row) => sigmasOf(row, basis),
      (row) => {
        const isQuestioned = Math.abs(sigmasOf(row, basis)) > SIGMAS_QUESTIONED;
        return (
          <span className={isQuestioned ? 'figure alarm' : 'figure'}>
            {isQuestioned ? '▲ ' : ''}
            {writeSignificant(sigmasOf(row, basis), 3)}
          </span>
        );
      },
    ),
    massColumn(
      'reconciled',
      `${t('month.reconciled')}: ${t('month.input')}`,
      unit,
      (row) => inProcess(row, basis)?.input.reconciled ?? null,
    ),
    textColumn(
      'event',
      t('month.event'),
      (row) => row.event,
      (row) => (
        <a href={`/events/${encodeURIComponent(row.event)}`} title={row.event} className="identifier">
          {row.event.slice(16, 24)}
        </a>
      ),
    ),
  ];
}
