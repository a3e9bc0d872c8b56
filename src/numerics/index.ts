export { randomStream } from './random.ts';
export type { RandomStream } from './random.ts';
