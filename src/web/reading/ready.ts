import { useMemo } from 'react';
import type { Reading } from './use-answer.ts';

/** An answer that is there already, for a tile that draws what it reads. */
export function useReady<Answer>(answer: Answer & { moment?: never }): Reading<Answer & { moment?: never }> {
  return useMemo(() => ({ state: 'ready', answer }), [answer]);
}
