export * from './captured-event.ts';
export type * from './port.ts';
export { indexOf } from './event-index.ts';
export { readMatter } from './read-matter.ts';
export { outlineOf, SOURCE_KINDS } from './entry-outline.ts';
export type { EntryOutline } from './entry-outline.ts';
