import type { Watch } from '../separation/index.ts';
import type { CommandContext } from './command.ts';

/** What is solved sooner needs no word. */
const QUIET_MS = 1000;
const EVERY_MS = 250;
/** Clears a line of a person's screen. */
const CLEAR = '\r\u001B[K';

/**
 * Solves with a word on the screen now and then of how far it is. Models keep nothing, so that Ctrl-C may end them at once: it would not
 * be heard before the end otherwise, as they do not wait for anything.
 */
export function solveWatched<Answer>({ terminal, endAtOnce }: CommandContext, solve: (watch: Watch) => Answer): Answer {
  endAtOnce();
  const now = (): number => performance.now();
  const start = now();
  let said = start + QUIET_MS - EVERY_MS;
  const report: NonNullable<Watch['report']> = ({ iterations, mixing, residual }) => {
    if (!terminal.isScreen || now() - said < EVERY_MS) return;
    said = now();
    const seconds = Math.round((said - start) / 1000);
    const left = mixing > 0 ? `, ${Math.round((1 - mixing) * 100)} % of the way` : '';
    terminal.error(`${CLEAR}solving for ${seconds} s: ${iterations} iterations${left}, residual ${residual.toExponential(1)}`);
  };
  try {
    return solve({ now, report });
  } finally {
    if (said >= start + QUIET_MS) terminal.error(CLEAR);
  }
}
