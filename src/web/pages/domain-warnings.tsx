import type { DomainWarning } from '../../separation/index.ts';
import { useTexts } from '../texts/use-texts.ts';

/** Where fitted constants are used beyond what was measured; nothing where they are not. */
export function DomainWarnings({ warnings }: { warnings: readonly DomainWarning[] }) {
  const { t, word } = useTexts();
  if (warnings.length === 0) return null;
  return (
    <ul className="verdicts" aria-label={t('separation.warnings')}>
      {warnings.map(({ set, code, stages, text }) => (
        <li key={`${set} ${code}`} title={text}>
          <span aria-hidden="true">! </span>
          {word('domainWarning', code)} ({set})
          {stages.length === 0 ? '' : ` · ${t('separation.warnedStages', { count: stages.length, first: stages[0]! })}`}
        </li>
      ))}
    </ul>
  );
}
