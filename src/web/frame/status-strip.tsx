import { useContext } from 'react';
import { writeSignificant } from '../figures/numbers.ts';
import { shareLoaded, StatusContext } from '../reading/record-version.ts';
import { useTexts } from '../texts/use-texts.ts';

/** One line under the head when something is under way or wrong with the whole record: a load, or a server that does not answer. */
export function StatusStrip() {
  const { t } = useTexts();
  const { status, reached } = useContext(StatusContext);
  if (!reached)
    return (
      <p className="strip broken" role="alert">
        <span aria-hidden="true">▲ </span>
        {t('status.unreached')}
      </p>
    );
  const loading = status?.loading ?? null;
  if (loading === null) return null;
  return (
    <div className="strip" role="status">
      <span>{t('status.loading', { done: writeSignificant(loading.done, 9), total: writeSignificant(loading.total, 9) })}</span>
      <progress value={shareLoaded(loading)} max={1} aria-label={t('status.progress')} />
    </div>
  );
}
