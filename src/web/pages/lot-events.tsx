import { useCallback, useState } from 'react';
import type { LotAnswer, LotEvent } from '../../wire/index.ts';
import { massColumn, textColumn, type Column } from '../frame/columns.tsx';
import { EventDrawer } from '../frame/event-drawer.tsx';
import { SiteLink } from '../frame/links.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Rows } from '../frame/rows.tsx';
import { chooseUnit } from '../figures/masses.ts';
import { shortId } from '../figures/names.ts';
import { writeMinute } from '../figures/times.ts';
import type { Reading } from '../reading/use-answer.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Posting = LotEvent['postings'][number];

/** Every event that touched the lot: what it posted (open the row), and the event as it was captured (a drawer with its JSON). */
export function EventsTile({ reading, address }: { reading: Reading<LotAnswer>; address: string }) {
  const texts = useTexts();
  const { t } = texts;
  const [shown, setShown] = useState<string | null>(null);
  const close = useCallback(() => setShown(null), []);
  return (
    <>
      <ListTile
        title={t('lot.events')}
        fileName="ytterby-lot-events"
        reading={reading}
        rowsOf={(answer) => answer.events}
        columns={eventColumns(texts, setShown)}
        keyOf={(row) => row.hash}
        emptyText={t('lot.noEvents')}
        open={(row) => <Postings event={row} />}
        source={{ formula: t('lot.eventsFormula'), address }}
      />
      <EventDrawer hash={shown} close={close} />
    </>
  );
}

function eventColumns({ t, name, bizStep, word }: Texts, show: (hash: string) => void): Column<LotEvent>[] {
  return [
    textColumn(
      'time',
      t('column.eventTime'),
      (row) => writeMinute(row.eventTime),
      (row) => (
        <button
          type="button"
          className={`linkish ${row.void ? 'void' : ''}`}
          title={row.eventTime}
          onClick={() => show(row.hash)}
        >
          {writeMinute(row.eventTime)}
        </button>
      ),
    ),
    textColumn('bizStep', t('column.bizStep'), (row) => bizStep(row.bizStep)),
    textColumn('type', t('column.eventType'), (row) => word('eventType', row.type)),
    textColumn(
      'site',
      t('column.site'),
      (row) => name(row.site?.name, shortId(row.site?.id ?? '–')),
      (row) => <SiteLink site={row.site} />,
    ),
    textColumn(
      'recorded',
      t('column.recordTime'),
      (row) => writeMinute(row.recordTime),
      (row) => <span title={row.recordTime}>{writeMinute(row.recordTime)}</span>,
    ),
    textColumn(
      'state',
      t('column.state'),
      (row) => (row.void ? t('lot.void') : ''),
      (row) => (row.void ? `⊘ ${t('lot.void')}` : ''),
    ),
    textColumn(
      'hash',
      t('column.hash'),
      (row) => row.hash,
      (row) => (
        <button type="button" className="linkish" title={row.hash} aria-label={`JSON ${row.hash}`} onClick={() => show(row.hash)}>
          JSON
        </button>
      ),
    ),
  ];
}

function Postings({ event }: { event: LotEvent }) {
  const texts = useTexts();
  const { t } = texts;
  return (
    <Rows
      label={t('lot.postings')}
      columns={postingColumns(texts, event.postings)}
      rows={event.postings}
      emptyText={t('lot.noPostings')}
      keyOf={(row) => `${event.postings.indexOf(row)}`}
    />
  );
}

function postingColumns({ t, stage }: Texts, rows: readonly Posting[]): Column<Posting>[] {
  const unit = chooseUnit(rows.map((row) => row.net));
  return [
    textColumn('account', t('column.account'), (row) => stage(row.account)),
    textColumn('site', t('column.site'), (row) => (row.site === null ? '–' : shortId(row.site))),
    massColumn('net', `${t('basis.net')} / ${t(`unit.${unit}`)}`, unit, (row) => row.net),
    massColumn('treo', `${t(`unit.${unit}`)} REO`, unit, (row) => row.treo),
  ];
}
