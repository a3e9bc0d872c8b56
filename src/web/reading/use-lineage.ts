import { useCallback, useContext, useEffect, useRef, useState } from 'react';
import type { LineageAnswer, Moment } from '../../wire/index.ts';
import { addLinks, startGraph, type Direction, type LineageGraph } from '../pictures/lineage-graph.ts';
import { fetchAnswer } from './fetch-answer.ts';
import type { Problem } from './problem.ts';
import { RecordVersion } from './record-version.ts';
import type { Reading } from './use-answer.ts';
import { useAddress } from './use-moment.ts';

/** The lineage opened so far, and at which moment. */
export interface OpenedLineage {
  readonly graph: LineageGraph;
  readonly moment: Moment;
}

const LINKS_AT_ONCE = 12;

/**
 * The lineage of a lot, opened one level at a time. It starts with one level up and one down; `open` adds the next links of a lot of
 * the graph. Starts anew when the lot, the moment or the record changes.
 */
export function useLineage(lot: string): { reading: Reading<OpenedLineage>; open: (lot: string, direction: Direction) => void; problem: Problem | null } {
  const address = useAddress();
  const version = useContext(RecordVersion);
  const [opened, setOpened] = useState<OpenedLineage | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const abort = useRef<AbortController | null>(null);
  const busy = useRef(new Set<string>());
  const ask = useCallback(async (of: string, direction: Direction, offset: number): Promise<void> => {
    const { signal } = abort.current ?? new AbortController();
    const key = `${of} ${direction} ${offset}`;
    if (busy.current.has(key)) return;
    busy.current.add(key);
    const from = address('/api/lineage', { id: of, direction, offset, limit: LINKS_AT_ONCE });
    const fetched = await fetchAnswer<LineageAnswer>(from, signal).catch(() => null);
    if (fetched === null || signal.aborted) return;
    if (!fetched.ok) {
      busy.current.delete(key);
      return setProblem(fetched.problem);
    }
    const { answer } = fetched;
    setProblem(null);
    setOpened((before) => ({ graph: addLinks(before?.graph ?? startGraph(lot), answer), moment: answer.moment }));
  }, [address, lot]);
  useEffect(() => {
    const started = new AbortController();
    abort.current = started;
    busy.current = new Set();
    setOpened(null);
    setProblem(null);
    void ask(lot, 'up', 0);
    void ask(lot, 'down', 0);
    return () => started.abort();
  }, [ask, lot, version, attempt]);
  const open = useCallback((of: string, direction: Direction) => {
    const node = opened?.graph.nodes.get(of);
    if (node !== undefined) void ask(of, direction, node[direction]?.shown ?? 0);
  }, [ask, opened]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { reading: readingOf(opened, problem, retry), open, problem };
}

function readingOf(opened: OpenedLineage | null, problem: Problem | null, retry: () => void): Reading<OpenedLineage> {
  if (opened !== null) return { state: 'ready', answer: opened };
  return problem === null ? { state: 'loading' } : { state: 'failed', problem, retry };
}
