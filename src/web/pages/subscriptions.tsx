import { Button } from 'antd';
import { useState } from 'react';
import type { Moment, SubscriptionRow } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Page } from '../frame/page.tsx';
import { ProblemNote } from '../frame/tile.tsx';
import { writeMinute } from '../figures/times.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useChange } from '../reading/use-change.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { HourBars } from './hour-bars.tsx';
import { NewSubscription } from './new-subscription.tsx';

const ADDRESS = '/api/subscriptions';

/** Who is told of events, whether it reaches him, and since when it does not. */
export default function SubscriptionsPage() {
  const texts = useTexts();
  const { t } = texts;
  const change = useChange();
  const [renewal, setRenewal] = useState(0);
  const reading = useAnswer<{ subscriptions: SubscriptionRow[]; moment?: Moment }>(ADDRESS, renewal);
  const end = async ({ queryName, id }: SubscriptionRow): Promise<void> => {
    await change.send('DELETE', `/queries/${encodeURIComponent(queryName)}/subscriptions/${id}`);
    setRenewal((count) => count + 1);
  };
  return (
    <Page title={t('subscriptions.title')} kicker={t('subscriptions.kicker')}>
      {change.problem === null ? null : (
        <div className="wide">
          <ProblemNote problem={change.problem} failed={t('members.failed')} />
        </div>
      )}
      <ListTile
        title={t('subscriptions.list')}
        fileName="ytterby-subscriptions"
        reading={reading}
        rowsOf={(answer) => answer.subscriptions}
        columns={columnsOf(texts, (row) => void end(row))}
        keyOf={(row) => row.id}
        emptyText={t('subscriptions.none')}
        mark={(row) => row.failures > 0}
        open={(row) => <HourBars hours={row.hours} />}
      />
      <NewSubscription made={() => setRenewal((count) => count + 1)} />
    </Page>
  );
}

function columnsOf({ t }: Texts, end: (row: SubscriptionRow) => void): Column<SubscriptionRow>[] {
  const stateOf = (row: SubscriptionRow): string =>
    row.failures === 0
      ? t('subscriptions.sound')
      : t('subscriptions.failing', { count: row.failures, fault: row.lastFault ?? '' });
  return [
    textColumn('query', t('subscriptions.query'), (row) => row.queryName),
    textColumn('dest', t('subscriptions.dest'), (row) => row.dest),
    textColumn('when', t('subscriptions.when'), (row) => (row.schedule === null ? t('subscriptions.stream') : row.schedule)),
    numberColumn('delivered', t('subscriptions.delivered'), (row) => row.delivered),
    textColumn('last', t('subscriptions.last'), (row) => (row.lastNotifiedAt === null ? '–' : writeMinute(row.lastNotifiedAt))),
    textColumn('state', t('members.state'), stateOf, (row) => (
      <span>
        <span aria-hidden="true">{row.failures === 0 ? '✓ ' : '▲ '}</span>
        {stateOf(row)}
      </span>
    )),
    textColumn('next', t('subscriptions.next'), (row) => (row.nextAttemptAt === null ? '–' : writeMinute(row.nextAttemptAt))),
    textColumn(
      'end',
      t('members.acts'),
      () => '',
      (row) => (
        <Button size="small" onClick={() => end(row)}>
          {t('subscriptions.end')}
        </Button>
      ),
    ),
  ];
}
