import { textColumn, type Column } from '../frame/columns.tsx';
import { downloadText } from '../frame/download.ts';
import { LotLink } from '../frame/links.tsx';
import { csvOf, Rows } from '../frame/rows.tsx';
import { ProblemNote } from '../frame/tile.tsx';
import { lotsNamed } from '../figures/names.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { writeMinute } from '../figures/times.ts';
import type { FileEvent, FileFault } from '../reading/capture-lines.ts';
import type { CaptureReport } from '../reading/capture-sending.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

const LOTS_SHOWN = 4;

/** What came of one file. */
export function CaptureResult({ fileName, report, stop }: { fileName: string; report: CaptureReport; stop: () => void }) {
  const texts = useTexts();
  const { t } = texts;
  const refused = report.problem !== null || report.faultCount > 0;
  return (
    <section className={`tile wide ${refused ? 'failed' : ''}`} aria-label={fileName} data-state={report.state}>
      <header className="tile-head">
        <h2>{fileName}</h2>
        <div className="tools">
          {report.state === 'sending' ? (
            <button type="button" className="linkish" onClick={stop}>
              {t('capture.stop')}
            </button>
          ) : null}
          {report.faults.length === 0 ? null : (
            <button
              type="button"
              className="linkish"
              onClick={() =>
                downloadText(`${fileName}-problems.csv`, csvOf(faultColumns(texts), report.faults), 'text/csv;charset=utf-8')
              }
            >
              {t('capture.faultsCsv')}
            </button>
          )}
        </div>
      </header>
      <p role="status">{summary(report, texts)}</p>
      {report.problem === null ? null : <ProblemNote problem={report.problem} failed={t('capture.refused')} />}
      {report.faults.length === 0 ? null : (
        <>
          <h3>
            <span className="alarm">▲</span> {t('capture.faults')}
          </h3>
          <Rows
            label={t('capture.faults')}
            columns={faultColumns(texts)}
            rows={report.faults}
            keyOf={(row) => `${report.faults.indexOf(row)}`}
          />
        </>
      )}
      {report.accepted.length === 0 ? null : (
        <>
          <h3>✓ {t('capture.accepted')}</h3>
          <Rows
            label={t('capture.accepted')}
            columns={acceptedColumns(texts)}
            rows={report.accepted}
            keyOf={(row) => row.place}
          />
        </>
      )}
    </section>
  );
}

function summary(report: CaptureReport, { t }: Texts): string {
  const counts = {
    read: writeSignificant(report.read, 9),
    accepted: writeSignificant(report.acceptedCount, 9),
    faults: writeSignificant(report.faultCount, 9),
  };
  if (report.state === 'sending') return t('capture.sending', counts);
  return report.state === 'stopped' ? t('capture.stopped', counts) : t('capture.done', counts);
}

/** Where in the file a row stands: a line or a JSON path. */
function placeColumn<Row extends { readonly place: string }>({ t }: Texts): Column<Row> {
  return textColumn(
    'place',
    t('capture.place'),
    (row) => row.place,
    (row) => <span className="identifier">{row.place}</span>,
  );
}

function faultColumns(texts: Texts): Column<FileFault>[] {
  const { t } = texts;
  return [
    placeColumn(texts),
    textColumn(
      'message',
      t('capture.message'),
      (row) => row.message,
      (row) => <span style={{ whiteSpace: 'normal' }}>{row.message}</span>,
    ),
  ];
}

function acceptedColumns(texts: Texts): Column<FileEvent>[] {
  const { t, bizStep, word } = texts;
  const text = (row: FileEvent, key: string): string => {
    const value = row.event[key];
    return typeof value === 'string' ? value : '';
  };
  return [
    placeColumn(texts),
    textColumn(
      'time',
      t('column.eventTime'),
      (row) => writeMinute(text(row, 'eventTime')),
      (row) => <span title={text(row, 'eventTime')}>{writeMinute(text(row, 'eventTime'))}</span>,
    ),
    textColumn('bizStep', t('column.bizStep'), (row) => bizStep(text(row, 'bizStep') || null)),
    textColumn('type', t('column.eventType'), (row) => word('eventType', text(row, 'type'))),
    textColumn(
      'lots',
      t('column.lots'),
      (row) => lotsNamed(row.event).join(' '),
      (row) => <LotLinks lots={lotsNamed(row.event)} />,
    ),
  ];
}

function LotLinks({ lots }: { lots: readonly string[] }) {
  const rest = lots.length - LOTS_SHOWN;
  return (
    <>
      {lots.slice(0, LOTS_SHOWN).map((lot, at) => (
        <span key={lot}>
          {at > 0 ? ' · ' : ''}
          <LotLink lot={lot} />
        </span>
      ))}
      {rest > 0 ? ` +${rest}` : ''}
    </>
  );
}
