import { useState } from 'react';
import { Link } from 'react-router';
import type { ReleaseAnswer, ReleaseRow, ReleasesAnswer } from '../../wire/index.ts';
import { textColumn, type Column } from '../frame/columns.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { writeMinute } from '../figures/times.ts';
import { useAnswer, type Reading } from '../reading/use-answer.ts';
import { useAsked } from '../reading/use-asked.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useMay } from '../reading/use-who.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { EnterpriseListTile } from './enterprise-list.tsx';
import { ScheduleForm, WithdrawForm } from './disclosure-forms.tsx';
import { StatisticPreview } from './statistic-preview.tsx';
import { StatisticTableView } from './statistic-table.tsx';

const FORMATS = ['csv', 'sdmx-csv', 'json', 'parquet'] as const;

/** What is published of the industry: the calendar, each release with its table, files to take away; and for its makers what is to come. */
export default function DisclosurePage() {
  const { t } = useTexts();
  const may = useMay();
  const [renewal, setRenewal] = useState(0);
  const done = (): void => setRenewal((count) => count + 1);
  const from = useAddress()('/api/releases');
  const reading = useAnswer<ReleasesAnswer>(from, renewal);
  const [chosen] = useAsked('release');
  const all = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.releases : [];
  const shown = chosen === '' ? (all.find(({ state }) => state === 'released')?.id ?? null) : chosen;
  return (
    <Page title={t('disclosure.title')} kicker={t('disclosure.kicker')}>
      {shown === null ? null : <ReleaseTile id={shown} />}
      <CalendarTile reading={reading} from={from} done={done} />
      <EnterpriseListTile />
      {may('statistics.prepare') ? <StatisticPreview /> : null}
      {may('statistics.release') ? <ScheduleForm done={done} /> : null}
    </Page>
  );
}

function ReleaseTile({ id }: { id: string }) {
  const { t, name } = useTexts();
  const from = `/api/release?id=${encodeURIComponent(id)}`;
  const reading = useAnswer<ReleaseAnswer & { readonly moment?: never }>(from);
  const title = reading.state === 'ready' ? `${name(reading.answer.table.name, id)} ${reading.answer.table.period}` : id;
  return (
    <Tile title={title} reading={reading} wide source={{ formula: t('disclosure.formula'), address: from }}>
      {(answer) => (
        <>
          <StatisticTableView table={answer.table} label={title} />
          <Downloads answer={answer} />
        </>
      )}
    </Tile>
  );
}

function Downloads({ answer: { release, licence, source } }: { answer: ReleaseAnswer }) {
  const { t, name } = useTexts();
  return (
    <p>
      {t('disclosure.take')}{' '}
      {FORMATS.map((format) => (
        <span key={format}>
          <a href={`/api/release-file?id=${encodeURIComponent(release.id)}&format=${format}`} download>
            {t(`disclosure.${format}`)}
          </a>{' '}
        </span>
      ))}
      · {t('disclosure.licence')} <a href={licence}>CC BY 4.0</a> · {name(source, '')} · {t('disclosure.releasedAt')}{' '}
      {writeMinute(release.releaseAt)} · {t('disclosure.cutOff')} {writeMinute(release.cutOff)}
    </p>
  );
}

function CalendarTile({ reading, from, done }: { reading: Reading<ReleasesAnswer>; from: string; done: () => void }) {
  const texts = useTexts();
  const { t } = texts;
  const may = useMay();
  return (
    <ListTile
      title={t('disclosure.calendar')}
      fileName="ytterby-releases"
      reading={reading}
      rowsOf={(answer) => answer.releases}
      columns={calendarColumns(texts)}
      keyOf={(row) => row.id}
      emptyText={t('disclosure.none')}
      source={{ formula: t('disclosure.calendarFormula'), address: from }}
      tools={<a href="/api/catalogue">DCAT</a>}
      {...(may('statistics.release') ? { open: (row: ReleaseRow) => <WithdrawForm row={row} done={done} /> } : {})}
      filterable
    />
  );
}

function calendarColumns({ t, name, word }: Texts): Column<ReleaseRow>[] {
  const titleOf = (row: ReleaseRow): string => `${name(row.name, row.dataset)} ${row.period}`;
  return [
    textColumn('table', t('disclosure.table'), titleOf, (row) =>
      row.state === 'released' ? (
        <Link to={`/disclosure?release=${encodeURIComponent(row.id)}`}>{titleOf(row)}</Link>
      ) : (
        titleOf(row)
      ),
    ),
    textColumn('at', t('disclosure.releasedAt'), (row) => writeMinute(row.releaseAt)),
    textColumn('cutOff', t('disclosure.cutOff'), (row) => writeMinute(row.cutOff)),
    textColumn('state', t('disclosure.state'), (row) => word('releaseState', row.state)),
    textColumn('revises', t('disclosure.revises'), (row) => row.revises ?? '–'),
    textColumn('text', t('disclosure.text'), (row) => row.text),
  ];
}
