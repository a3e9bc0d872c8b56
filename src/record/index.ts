export * from './captured-event.ts';
export type * from './port.ts';
export { indexOf } from './event-index.ts';
export { readMatter } from './read-matter.ts';
