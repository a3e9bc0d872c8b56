import { Button, Drawer } from 'antd';
import { useAnswer } from '../reading/use-answer.ts';
import { useTexts } from '../texts/use-texts.ts';
import { downloadText } from './download.ts';
import { ProblemNote } from './tile.tsx';

/** The event as it was captured, in a drawer. @param hash null keeps it shut */
export function EventDrawer({ hash, close }: { hash: string | null; close: () => void }) {
  const { t } = useTexts();
  return (
    <Drawer open={hash !== null} onClose={close} title={t('event.title')} size={720} destroyOnHidden>
      {hash === null ? null : <EventJson hash={hash} />}
    </Drawer>
  );
}

function EventJson({ hash }: { hash: string }) {
  const { t } = useTexts();
  const reading = useAnswer<Record<string, unknown>>(`/events/${encodeURIComponent(hash)}`);
  if (reading.state === 'loading')
    return (
      <p className="empty" role="status">
        {t('tile.loading')}
      </p>
    );
  if (reading.state === 'failed') return <ProblemNote problem={reading.problem} retry={reading.retry} />;
  const text = JSON.stringify(reading.answer, null, 2);
  return (
    <>
      <p className="note identifier" style={{ overflowWrap: 'anywhere' }}>
        {hash}
      </p>
      <p>
        <Button size="small" onClick={() => downloadText('event.jsonld', text, 'application/ld+json')}>
          {t('event.download')}
        </Button>
      </p>
      <pre className="json" tabIndex={0} aria-label={t('event.json')}>
        {text}
      </pre>
    </>
  );
}
