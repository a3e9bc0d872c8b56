import { Button } from 'antd';
import { useRef, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { LogAnswer, Moment } from '../../wire/index.ts';
import { Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { writeInFull } from '../figures/numbers.ts';
import { writeMinute } from '../figures/times.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useTexts } from '../texts/use-texts.ts';
import { LogPathTile } from './log-path.tsx';

/** Was the record changed: the signed checkpoint over all events, and the proof of one of them. */
export default function LogPage() {
  const { t } = useTexts();
  const [search, setSearch] = useSearchParams();
  const event = (search.get('event') ?? '').trim();
  const prove = (next: string): void =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      after.set('event', next);
      return after;
    });
  const reading = useAnswer<LogAnswer & { readonly moment?: Moment }>('/api/log');
  return (
    <Page title={t('log.title')} kicker={t('log.kicker')}>
      <Tile title={t('log.checkpoint')} reading={reading} wide source={{ formula: t('log.formula'), address: '/log/checkpoint' }}>
        {(answer) => <Checkpoint log={answer} />}
      </Tile>
      <EventField key={event} event={event} prove={prove} />
      {event === '' ? <p className="empty wide">{t('log.ask')}</p> : <LogPathTile event={event} />}
    </Page>
  );
}

function Checkpoint({ log }: { log: LogAnswer }) {
  const { t } = useTexts();
  if (log.checkpoint === null) return <p className="empty">{t('log.none')}</p>;
  return (
    <>
      <dl className="facts">
        <Fact name={t('log.events')}>{writeInFull(log.events)}</Fact>
        <Fact name={t('log.recorded')}>{log.recorded === null ? '–' : writeMinute(log.recorded)}</Fact>
        <Fact name={t('log.origin')}>{log.origin}</Fact>
        <Fact name={t('log.root')}>
          <code>{log.root}</code>
        </Fact>
        <Fact name={t('log.key')}>
          <code>{log.key}</code>
        </Fact>
      </dl>
      <p>{t('log.keep')}</p>
      <pre className="json" tabIndex={0} aria-label={t('log.signed')}>
        {log.checkpoint}
      </pre>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function EventField({ event, prove }: { event: string; prove: (event: string) => void }) {
  const { t } = useTexts();
  const field = useRef<HTMLInputElement>(null);
  return (
    <form
      className="scan-form wide"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        const typed = field.current?.value.trim() ?? '';
        if (typed !== '') prove(typed);
      }}
    >
      <label htmlFor="log-event">{t('log.event')}</label>
      <input
        id="log-event"
        ref={field}
        defaultValue={event}
        placeholder="ni:///sha-256;…"
        autoComplete="off"
        spellCheck={false}
      />
      <Button type="primary" htmlType="submit">
        {t('log.prove')}
      </Button>
    </form>
  );
}
