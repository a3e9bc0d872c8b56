import { useState } from 'react';
import type { CaseRow, CasesAnswer } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { OrganisationLink, SiteLink } from '../frame/links.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Fact, Facts, Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { shortId } from '../figures/names.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { writeDay } from '../figures/times.ts';
import { useAnswer, type Reading } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useMay } from '../reading/use-who.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { CaseActs, OpenCase } from './case-forms.tsx';

const YUAN_PER_WAN = 10_000;

/** The board of cases: under way, decided, closed; what they come to; and what can be done about each. */
export default function CasesPage() {
  const { t } = useTexts();
  const may = useMay();
  const [renewal, setRenewal] = useState(0);
  const from = useAddress()('/api/cases');
  const reading = useAnswer<CasesAnswer>(from, renewal);
  const done = (): void => setRenewal((count) => count + 1);
  const board = { reading, from, done };
  return (
    <Page title={t('cases.title')} kicker={t('cases.kicker')}>
      <Tile title={t('cases.figures')} reading={reading} wide source={{ formula: t('cases.formula'), address: from }}>
        {({ figures }) => <CaseFigures figures={figures} />}
      </Tile>
      <BoardTile {...board} heading="running" statuses={['open', 'appealed']} />
      <BoardTile {...board} heading="decided" statuses={['decided']} />
      <BoardTile {...board} heading="closed" statuses={['closed']} />
      {may('case.manage') ? <OpenCase done={done} /> : null}
    </Page>
  );
}

function CaseFigures({ figures }: { figures: CasesAnswer['figures'] }) {
  const { t } = useTexts();
  return (
    <Facts>
      <Fact name={t('cases.count')}>{figures.cases}</Fact>
      <Fact name={t('cases.minesDestroyed')}>{figures.minesDestroyed}</Fact>
      <Fact name={t('cases.enterprisesClosed')}>{figures.enterprisesClosed}</Fact>
      <Fact name={t('cases.tradersPunished')}>{figures.tradersPunished}</Fact>
      <Fact name={t('cases.seized')}>{`${writeSignificant(figures.seizedTonnes)} ${t('unit.t')}`}</Fact>
      <Fact name={t('cases.fined')}>{`${writeSignificant(figures.fineYuan / YUAN_PER_WAN)} ${t('cases.wan')}`}</Fact>
    </Facts>
  );
}

function BoardTile({
  reading,
  from,
  done,
  heading,
  statuses,
}: {
  reading: Reading<CasesAnswer>;
  from: string;
  done: () => void;
  heading: 'running' | 'decided' | 'closed';
  statuses: readonly CaseRow['status'][];
}) {
  const texts = useTexts();
  const { t } = texts;
  const rowsOf = (answer: CasesAnswer): CaseRow[] => answer.cases.filter(({ status }) => statuses.includes(status));
  const count = reading.state === 'ready' || reading.state === 'stale' ? rowsOf(reading.answer).length : 0;
  return (
    <ListTile
      title={t(`cases.${heading}`, { count })}
      fileName={`ytterby-cases-${heading}`}
      reading={reading}
      rowsOf={rowsOf}
      columns={caseColumns(texts)}
      keyOf={(row) => row.id}
      emptyText={t('cases.none')}
      source={{ formula: t('cases.formula'), address: from }}
      open={(row) => <CaseActs row={row} done={done} />}
      mark={({ status }) => status === 'open' || status === 'appealed'}
      filterable
    />
  );
}

function caseColumns(texts: Texts): Column<CaseRow>[] {
  const { t, word } = texts;
  return [
    textColumn('kind', t('cases.kind'), (row) => word('caseKind', row.kind)),
    textColumn('status', t('cases.status'), (row) => word('caseStatus', row.status)),
    textColumn(
      'subject',
      t('cases.subject'),
      (row) => subjectOf(row, texts),
      (row) => <CaseSubject row={row} />,
    ),
    textColumn('opened', t('cases.opened'), (row) => writeDay(row.openedAt)),
    numberColumn('fine', t('cases.fine'), (row) => (row.ruling?.fineYuan ?? 0) / YUAN_PER_WAN),
    textColumn('measures', t('cases.measures'), (row) =>
      (row.ruling?.measures ?? []).map((measure) => word('caseMeasure', measure)).join(t('list.separator')),
    ),
    textColumn('last', t('cases.last'), (row) => row.acts.at(-1)?.text ?? ''),
  ];
}

function subjectOf({ organisation, organisationName, site, siteName, name: called }: CaseRow, { name }: Texts): string {
  if (organisation !== null) return name(organisationName, shortId(organisation));
  return site === null ? (called ?? '–') : name(siteName, shortId(site));
}

function CaseSubject({ row }: { row: CaseRow }) {
  const { organisation, organisationName, site, siteName, name } = row;
  if (organisation !== null) return <OrganisationLink id={organisation} called={organisationName} />;
  return site === null || siteName === null ? <>{name ?? '–'}</> : <SiteLink site={{ id: site, name: siteName }} />;
}
