import type { Terminal } from './terminal.ts';

/** What a problem says, whoever found it. */
export interface Stated {
  readonly path: string;
  readonly message: string;
  readonly code?: string;
  readonly line?: number;
}

/** Prints one problem on a line: file, line, JSON path, what is wrong. */
export function printProblem(terminal: Terminal, file: string, problem: Stated): void {
  const line = problem.line === undefined ? '' : `:${problem.line}`;
  terminal.error(`${file}${line}: ${problem.path}: ${problem.message}\n`);
}
