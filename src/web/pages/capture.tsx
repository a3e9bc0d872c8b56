import { useRef, useState, type ChangeEvent } from 'react';
import { Page } from '../frame/page.tsx';
import { sendFile, type CaptureReport, type ErrorBehaviour } from '../reading/capture-sending.ts';
import { useTexts } from '../texts/use-texts.ts';
import { CaptureResult } from './capture-result.tsx';

interface Sent {
  readonly number: number;
  readonly fileName: string;
  readonly report: CaptureReport;
  readonly stop: () => void;
}

/** Files in, events or problems out: what was accepted, and what was not with its line or JSON path. */
export default function CapturePage() {
  const { t } = useTexts();
  const [behaviour, setBehaviour] = useState<ErrorBehaviour>('rollback');
  const [sent, setSent] = useState<readonly Sent[]>([]);
  const next = useRef(0);
  const take = async (files: readonly File[]): Promise<void> => {
    for (const file of files) {
      const number = next.current++;
      const abort = new AbortController();
      const stop = (): void => abort.abort();
      await sendFile(
        file,
        behaviour,
        (report) => {
          setSent((before) => [
            { number, fileName: file.name, report, stop },
            ...before.filter((each) => each.number !== number),
          ]);
        },
        abort.signal,
      );
    }
  };
  return (
    <Page title={t('capture.title')} kicker={t('capture.kicker')}>
      <section className="tile wide" aria-label={t('capture.drop')}>
        <BehaviourChoice behaviour={behaviour} choose={setBehaviour} />
        <DropZone take={(files) => void take(files)} />
      </section>
      {sent.length === 0 ? <p className="empty wide">{t('capture.none')}</p> : null}
      {sent.map((each) => (
        <CaptureResult key={each.number} fileName={each.fileName} report={each.report} stop={each.stop} />
      ))}
    </Page>
  );
}

function BehaviourChoice({ behaviour, choose }: { behaviour: ErrorBehaviour; choose: (behaviour: ErrorBehaviour) => void }) {
  const { t } = useTexts();
  return (
    <fieldset className="choices">
      <legend>{t('capture.behaviour')}</legend>
      {(['rollback', 'proceed'] as const).map((each) => (
        <label key={each}>
          <input type="radio" name="behaviour" value={each} checked={behaviour === each} onChange={() => choose(each)} />
          {t(`capture.${each}`)}
        </label>
      ))}
    </fieldset>
  );
}

/** A file field over the whole zone: a browser takes what is dropped on it as it takes what is chosen. */
function DropZone({ take }: { take: (files: readonly File[]) => void }) {
  const { t } = useTexts();
  const [over, setOver] = useState(false);
  const change = (event: ChangeEvent<HTMLInputElement>): void => {
    take([...(event.target.files ?? [])]);
    event.target.value = '';
    setOver(false);
  };
  return (
    <label className={`drop ${over ? 'over' : ''}`}>
      <input
        type="file"
        multiple
        accept=".json,.jsonld,.ndjson,.jsonl,application/json"
        onChange={change}
        onDragEnter={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={() => setOver(false)}
      />
      <strong>{t('capture.drop')}</strong>
      <br />
      <span className="quiet">{t('capture.kinds')}</span>
    </label>
  );
}
