export { traceDown, traceUp } from './trace.ts';
export type { Trace } from './trace.ts';
export { tracedFlows } from './traced-flows.ts';
export type { LineageFlow, TracedFlows } from './traced-flows.ts';
