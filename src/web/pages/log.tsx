import type { ReactNode } from 'react';
import type { LogAnswer, Moment } from '../../wire/index.ts';
import { AskingField } from '../frame/asking-field.tsx';
import { Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { spaceThousands } from '../figures/numbers.ts';
import { writeMinute } from '../figures/times.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAsked } from '../reading/use-asked.ts';
import { useTexts } from '../texts/use-texts.ts';
import { LogPathTile } from './log-path.tsx';

/** Was the record changed: the signed checkpoint over all events, and the proof of one of them. */
export default function LogPage() {
  const { t } = useTexts();
  const [event, prove] = useAsked('event');
  const reading = useAnswer<LogAnswer & { readonly moment?: Moment }>('/api/log');
  return (
    <Page title={t('log.title')} kicker={t('log.kicker')}>
      <Tile title={t('log.checkpoint')} reading={reading} wide source={{ formula: t('log.formula'), address: '/log/checkpoint' }}>
        {(answer) => <Checkpoint log={answer} />}
      </Tile>
      <AskingField
        key={event}
        id="log-event"
        label={t('log.event')}
        placeholder="ni:///sha-256;…"
        button={t('log.prove')}
        asked={event}
        ask={(typed) => prove(typed.trim())}
      />
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
        <Fact name={t('log.events')}>{spaceThousands(String(log.events))}</Fact>
        <Fact name={t('log.recorded')}>{log.recorded === null ? '–' : writeMinute(log.recorded)}</Fact>
        <Fact name={t('log.origin')}>{log.origin}</Fact>
        <Fact name={t('log.root')}>
          <code>{log.root}</code>
        </Fact>
        <Fact name={t('log.key')}>
          <code>{log.key}</code>
        </Fact>
        <Fact name={t('log.witnessed')}>
          {log.witnessed === null
            ? t('log.unwitnessed')
            : t('log.witnesses', {
                events: spaceThousands(String(log.witnessed.events)),
                names: log.witnessed.witnesses.map(({ name, at }) => `${name} (${writeMinute(at)})`).join(t('list.separator')),
              })}
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
