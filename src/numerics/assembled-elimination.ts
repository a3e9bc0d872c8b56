import type { BlockSystem } from './block-system.ts';
export const eliminateInAssembly: ((system: BlockSystem, solution: Float64Array) => boolean) | null = null;
