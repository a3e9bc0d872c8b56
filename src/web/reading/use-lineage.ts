import { useCallback, useContext, useEffect, useRef, useState } from 'react';
import type { LineageAnswer, Moment } from '../../wire/index.ts';
import { addLinks, startGraph, type Direction, type LineageGraph } from '../pictures/lineage-graph.ts';
import { fetchAnswer, type Fetched } from './fetch-answer.ts';
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

/** A lot's lineage as opened, the way to open more, and why the last opening failed. */
export interface Lineage {
  readonly reading: Reading<OpenedLineage>;
  readonly open: (lot: string, direction: Direction) => void;
  readonly problem: Problem | null;
}

/**
 * The lineage of a lot, opened one level at a time. It starts with one level up and one down; `open` adds the next links of a lot of
 * the graph. Starts anew when the lot, the moment or the record changes.
 */
export function useLineage(lot: string): Lineage {
  const address = useAddress();
  const version = useContext(RecordVersion);
  const [attempt, setAttempt] = useState(0);
  const [held, setHeld] = useState<Held | null>(null);
  const run = `${address('/lot', { id: lot })} ${version} ${attempt}`;
  const abort = useRef<AbortController | null>(null);
  const asked = useRef(new Set<string>());
  const ask = useCallback(
    async (of: string, direction: Direction, offset: number): Promise<void> => {
      const signal = abort.current?.signal;
      const from = address('/api/lineage', { id: of, direction, offset, limit: LINKS_AT_ONCE });
      if (signal === undefined || asked.current.has(from)) return;
      asked.current.add(from);
      const fetched = await fetchAnswer<LineageAnswer>(from, signal).catch(() => null);
      if (fetched === null || signal.aborted) return;
      if (!fetched.ok) asked.current.delete(from);
      setHeld((before) => hold(before?.run === run ? before : { run, opened: null, problem: null }, lot, fetched));
    },
    [address, lot, run],
  );
  useEffect(() => {
    const started = new AbortController();
    abort.current = started;
    asked.current = new Set();
    void ask(lot, 'up', 0);
    void ask(lot, 'down', 0);
    return () => started.abort();
  }, [ask, lot]);
  const current = held?.run === run ? held : null;
  const opened = current?.opened ?? null;
  const open = useCallback(
    (of: string, direction: Direction) => {
      const node = opened?.graph.nodes.get(of);
      if (node !== undefined) void ask(of, direction, node[direction]?.shown ?? 0);
    },
    [ask, opened],
  );
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  const problem = current?.problem ?? null;
  return { reading: readingOf(opened, problem, retry), open, problem };
}

/** What one run (a lot, a moment, a state of the record) has brought so far. */
interface Held {
  readonly run: string;
  readonly opened: OpenedLineage | null;
  readonly problem: Problem | null;
}

function hold(held: Held, lot: string, fetched: Fetched<LineageAnswer>): Held {
  if (!fetched.ok) return { ...held, problem: fetched.problem };
  const graph = addLinks(held.opened?.graph ?? startGraph(lot), fetched.answer);
  return { ...held, problem: null, opened: { graph, moment: fetched.answer.moment } };
}

function readingOf(opened: OpenedLineage | null, problem: Problem | null, retry: () => void): Reading<OpenedLineage> {
  if (opened !== null) return { state: 'ready', answer: opened };
  return problem === null ? { state: 'loading' } : { state: 'failed', problem, retry };
}
