import type { Act } from '../access/index.ts';
import type { Application } from '../app/index.ts';
import type { Arguments, OptionKinds } from './arguments.ts';
import type { Terminal } from './terminal.ts';

/** Exit codes (FORMATS, section 4). */
export const EXIT = { done: 0, no: 1, usage: 2, broken: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command may use: the terminal, the record, files, and signals to stop. */
export interface CommandContext {
  readonly terminal: Terminal;
  /**
   * Opens the record for an act of the table of permissions: `--data DIR`, or `DATABASE_URL`, or the folder `ytterby-data` here. Closed when
   * the command ends.
   * @throws ActRefused when whoever runs the command may not do it
   */
  readonly open: (act: Act) => Promise<Application>;
  /** Aborted by Ctrl-C. */
  readonly stop: AbortSignal;
  /** From now on Ctrl-C ends the process there and then: for work that keeps nothing. */
  readonly endAtOnce: () => void;
  /** Reads a data file of the package by name. */
  readonly readData: (name: string) => string;
  /** Serves the record until stopped. */
  readonly serve: (app: Application, options: ServeOptions) => Promise<void>;
}

/** How to serve: where, and whether to fill an empty record with a simulated year. */
export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly demo: boolean;
  /** The web address that links and labels name; null takes that of each request. */
  readonly publicUrl: string | null;
  /** Who may come in without signing in. */
  readonly access: 'auto' | 'open' | 'members';
  /** A file that says how an identity provider is reached; null for none. */
  readonly identityProvider: string | null;
  /** A file of witnesses to ask, and one of logs to witness; null for none. */
  readonly witnesses: string | null;
  readonly witnessFor: string | null;
  /** Whether subscribers may name addresses of this machine's own network. */
  readonly allowPrivateDestinations: boolean;
}

/** One command of the program. */
export interface Command {
  /** Words after the name, for the usage line. */
  readonly usage: string;
  readonly summary: string;
  readonly options: OptionKinds;
  /** How many words without `--` it takes at most. */
  readonly positionalsMax: number;
  run(words: Arguments, context: CommandContext): Promise<ExitCode>;
}
