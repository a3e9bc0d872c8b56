export { EXIT } from './command.ts';
export type { CommandContext, ServeOptions } from './command.ts';
export { runCommandLine } from './run.ts';
export { ProgressBar } from './terminal.ts';
export type { Terminal } from './terminal.ts';
