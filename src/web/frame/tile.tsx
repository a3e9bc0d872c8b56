import { Alert, Button, Skeleton } from 'antd';
import { useId, type ReactNode } from 'react';
import type { Moment } from '../../wire/index.ts';
import { writeMinute } from '../figures/times.ts';
import { UNREACHABLE, type Problem } from '../reading/problem.ts';
import type { Reading } from '../reading/use-answer.ts';
import { useTexts } from '../texts/use-texts.ts';

interface TileProps<T extends { readonly moment?: Moment }> {
  readonly title: string;
  readonly reading: Reading<T>;
  readonly children: (answer: T) => ReactNode;
  readonly tools?: ReactNode;
  readonly wide?: boolean;
  /** How the figures come about, in words, and the address that they were read from. */
  readonly source?: { readonly formula: string; readonly address: string } | undefined;
}

/** One question and its answer. Loading, stale and failed each look their own way; what is inside says when it is empty. */
export function Tile<T extends { readonly moment?: Moment }>({
  title,
  reading,
  children,
  tools,
  wide = false,
  source,
}: TileProps<T>) {
  const heading = useId();
  return (
    <section
      className={`tile ${wide ? 'wide' : ''} ${reading.state}`}
      aria-labelledby={heading}
      aria-busy={reading.state === 'loading'}
      data-state={reading.state}
    >
      <header className="tile-head">
        <h2 id={heading}>{title}</h2>
        <div className="tools">{tools}</div>
      </header>
      <TileBody reading={reading}>{children}</TileBody>
      <TileFoot reading={reading} source={source} />
    </section>
  );
}

function TileBody<T>({ reading, children }: { reading: Reading<T>; children: (answer: T) => ReactNode }) {
  const { t } = useTexts();
  if (reading.state === 'loading')
    return (
      <div className="loading-body">
        <span className="sr-only">{t('tile.loading')}</span>
        <Skeleton active title={false} paragraph={{ rows: 5 }} />
      </div>
    );
  if (reading.state === 'failed') return <ProblemNote problem={reading.problem} retry={reading.retry} />;
  return (
    <>
      {/* The answer keeps its place while a newer one comes: what is open or typed in it stays. */}
      {reading.state === 'stale' ? <StaleNote problem={reading.problem} retry={reading.retry} /> : null}
      {children(reading.answer)}
    </>
  );
}

function StaleNote({ problem, retry }: { problem: Problem | null; retry: () => void }) {
  const { t } = useTexts();
  return (
    <p className="stale-note" role="status">
      <span aria-hidden="true">◷ </span>
      {problem === null ? t('tile.renewing') : t('tile.stale')}
      {problem === null ? null : (
        <Button size="small" onClick={retry}>
          {t('tile.retry')}
        </Button>
      )}
    </p>
  );
}

/** What went wrong, and the way to try again. @param failed what could not be done, when it is not a reading */
export function ProblemNote({ problem, retry, failed }: { problem: Problem; retry?: () => void; failed?: string }) {
  const { t } = useTexts();
  const title =
    problem.type === UNREACHABLE
      ? t('problem.unreachable')
      : problem.status === 404
        ? t('problem.notFound')
        : (failed ?? t('problem.failed'));
  const said = [problem.title, problem.detail].filter((part) => part !== '').join(': ');
  return (
    <Alert
      type="error"
      showIcon
      title={title}
      description={
        <>
          {problem.status > 0 ? `HTTP ${problem.status} · ` : ''}
          {said}
        </>
      }
      action={
        retry === undefined ? undefined : (
          <Button size="small" onClick={retry}>
            {t('tile.retry')}
          </Button>
        )
      }
    />
  );
}

function TileFoot<T extends { readonly moment?: Moment }>({
  reading,
  source,
}: {
  reading: Reading<T>;
  source: TileProps<T>['source'];
}) {
  const { t } = useTexts();
  if (reading.state !== 'ready' && reading.state !== 'stale') return null;
  const { moment } = reading.answer;
  return (
    <footer className="tile-foot">
      {moment === undefined ? null : (
        <span>
          {t('moment.asOf')} {moment.asOf === null ? t('moment.now') : writeMinute(moment.asOf)}
          {' · '}
          {t('moment.knownAt')} {moment.knownAt === null ? t('moment.now') : writeMinute(moment.knownAt)}
          {' · '}
          {t('moment.computedAt')} {writeMinute(moment.computedAt)}
        </span>
      )}
      {source === undefined ? null : (
        <details>
          <summary>{t('tile.source')}</summary>
          <p>{source.formula}</p>
          <p>
            <a href={source.address}>{t('tile.sourceRows')}</a>
          </p>
        </details>
      )}
    </footer>
  );
}
