import { loadRegistry, type Application } from '../../src/app/index.ts';
import { REGISTRY, SITES } from './ree-events.ts';

type JsonObject = Record<string, unknown>;

/** A cascade between praseodymium and neodymium, as a registry declares it. */
export function prNdCascade(stages: number, more: JsonObject = {}): JsonObject {
  return {
    name: `Pr/Nd of ${stages}`,
    cut: ['Pr', 'Nd'],
    stages,
    extractionMax: 4,
    factor: null,
    factorSource: null,
    from: '2010-01-01',
    to: null,
    ...more,
  };
}

/** The small world's plant declares cascades. */
export async function declareCascades(app: Application, cascades: readonly JsonObject[]): Promise<void> {
  const sites = REGISTRY.sites.map((site) => (site['id'] === SITES.plant ? { ...site, cascades } : site));
  await loadRegistry(app, JSON.stringify({ ...REGISTRY, sites }));
}
