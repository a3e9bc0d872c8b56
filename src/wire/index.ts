export * from './answers.ts';
export * from './scans.ts';
