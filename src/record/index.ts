export * from './captured-event.ts';
export type * from './port.ts';
export { contextText } from './context-text.ts';
export { indexOf } from './event-index.ts';
export { CHECKPOINT_DOCUMENT, commitmentText, logEntryText, SALT_DIGITS } from './log-entry.ts';
export { readMatter } from './read-matter.ts';
export { outlineOf, SOURCE_KINDS } from './entry-outline.ts';
export type { EntryOutline } from './entry-outline.ts';
export { inOrderOfName } from './document-order.ts';
