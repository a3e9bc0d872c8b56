import type { MonthAnswer, MonthError, MonthSuspect } from '../../wire/index.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { shortLot } from '../figures/names.ts';
import { writeDay } from '../figures/times.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

/** Whether errors of measurement explain the month, and what does where they do not. */
export function MonthVerdict({ answer }: { answer: MonthAnswer }) {
  const texts = useTexts();
  const { t } = texts;
  const { globalTest, compensatedTest, grossErrors, alpha } = answer;
  const isGood = globalTest.passed && grossErrors.length === 0;
  const isTested = globalTest.degreesOfFreedom > 0;
  const confidence = writeSignificant((1 - alpha) * 100);
  const figures = { statistic: writeSignificant(globalTest.statistic), threshold: writeSignificant(globalTest.threshold) };
  return (
    <>
      <p className={isGood ? 'verdict' : 'verdict suspicious'} role="status">
        <span aria-hidden="true">{isTested ? (isGood ? '✓ ' : '▲ ') : '– '}</span>
        {t(isTested ? (isGood ? 'month.explained' : 'month.suspected') : 'month.untested')}
      </p>
      <ul className="reasons">
        {grossErrors.map((error) => (
          <li key={keyOf(error)}>
            <Suspicion error={error} answer={answer} texts={texts} />
          </li>
        ))}
      </ul>
      {isTested ? (
        <p className="note">{t('month.test', { ...figures, degrees: globalTest.degreesOfFreedom, confidence })}</p>
      ) : null}
      {compensatedTest === null ? null : (
        <p className="note">
          {t('month.testWithout', {
            statistic: writeSignificant(compensatedTest.statistic),
            threshold: writeSignificant(compensatedTest.threshold),
          })}
        </p>
      )}
      <OpenOnes answer={answer} />
    </>
  );
}

function keyOf({ kind, stream, lot, element, event, assay }: MonthSuspect): string {
  return [kind, stream, lot, element, event, assay].join(' ');
}

function Suspicion({ error, answer, texts }: { error: MonthError; answer: MonthAnswer; texts: Texts }) {
  const { t } = texts;
  const others = (list: readonly MonthSuspect[]): string =>
    list.map((other) => shortly(other, answer, texts)).join(t('list.separator'));
  return (
    <>
      {said(error, answer, texts)}
      {error.equivalent.length === 0 ? null : (
        <div className="quiet">{t('month.equally', { others: others(error.equivalent) })}</div>
      )}
      {error.rivals.length === 0 ? null : <div className="quiet">{t('month.nearly', { others: others(error.rivals) })}</div>}
    </>
  );
}

/** A gross error in one sentence. */
function said(error: MonthError, answer: MonthAnswer, { t, word }: Texts): string {
  const { kind, lot, element, magnitude, stream } = error;
  const size = `${writeSignificant(Math.abs(magnitude.value), 3)}${magnitude.unit === 'kg' ? ' kg' : ''}`;
  const direction = t(magnitude.value > 0 ? 'month.high' : 'month.low');
  if (kind === 'loss') return t(magnitude.value > 0 ? 'month.loss' : 'month.gain', { day: dayOf(error, answer), size });
  if (kind === 'assay') return t('month.assay', { lot: shortLot(lot ?? ''), element: element ?? '', size, direction });
  const weighed = answer.streams.find(({ id }) => id === stream);
  const streamKind = word('monthKind', weighed?.kind ?? '');
  return t('month.weighing', { kind: streamKind, lot: shortLot(lot ?? ''), day: dayOf(error, answer), size, direction });
}

function shortly(suspect: MonthSuspect, answer: MonthAnswer, { t, word }: Texts): string {
  const lot = shortLot(suspect.lot ?? '');
  if (suspect.kind === 'loss') return t('month.lossShort', { day: dayOf(suspect, answer) });
  if (suspect.kind === 'assay') return t('month.assayShort', { lot, element: suspect.element ?? '' });
  const weighed = answer.streams.find(({ id }) => id === suspect.stream);
  return t('month.weighingShort', { kind: word('monthKind', weighed?.kind ?? ''), lot });
}

function dayOf({ event, stream }: MonthSuspect, { processes, streams, from }: MonthAnswer): string {
  const time =
    processes.find((process) => process.event === event)?.eventTime ?? streams.find(({ id }) => id === stream)?.eventTime ?? from;
  return writeDay(time);
}

/** What could not be balanced, and why. */
function OpenOnes({ answer: { open } }: { answer: MonthAnswer }) {
  const { t, word } = useTexts();
  if (open.length === 0) return null;
  return (
    <details>
      <summary>{t('month.open', { count: open.length })}</summary>
      <ul className="reasons">
        {open.map(({ reason, lot, event }) => (
          <li key={`${reason} ${lot ?? ''} ${event ?? ''}`}>
            {word('monthOpen', reason)}{' '}
            <span className="identifier">{lot === null ? (event ?? '').slice(16, 24) : shortLot(lot)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
