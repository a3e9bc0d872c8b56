export type { LineageFlow } from './flow-table.ts';
export { traceDown, traceUp } from './trace.ts';
export type { Trace } from './trace.ts';
