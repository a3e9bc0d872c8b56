export * from './answers.ts';
export * from './scans.ts';
export * from './access.ts';
export * from './passport.ts';
export * from './month.ts';
export * from './feasibility.ts';
export * from './flags.ts';
export * from './unaccounted.ts';
