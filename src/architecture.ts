/**
 * The import table of the house: which module may import which, and which may touch `node:*`.
 * `test/architecture.test.ts` holds the sources to it, and fails a permission that nothing uses: take it out, or use it.
 */

/** What one module may do. Its floor orders the house: imports point down it, or across it where the table says so. */
export interface ModuleRule {
  readonly floor: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  readonly imports: readonly string[];
  readonly node: boolean;
}

/** Modules on this floor and below are pure: no `node:*`, no clock and no randomness of their own; both come as parameters. */
export const PURE_FLOOR_MAX = 3;

/** Every folder of `src/`, lowest floor first. */
// oxfmt-ignore
export const MODULES: Readonly<Record<string, ModuleRule>> = {
  units: { floor: 1, imports: [], node: false },
  elements: { floor: 1, imports: ['units'], node: false },
  numerics: { floor: 1, imports: [], node: false },
  wire: { floor: 1, imports: [], node: false },

  epcis: { floor: 2, imports: ['units', 'elements'], node: false },
  merkle: { floor: 2, imports: [], node: false },
  separation: { floor: 2, imports: ['elements', 'numerics'], node: false },
  reconcile: { floor: 2, imports: ['numerics'], node: false },
  'material-flow': { floor: 2, imports: ['numerics'], node: false },
  accountancy: { floor: 2, imports: ['numerics'], node: false },
  gs1: { floor: 2, imports: ['epcis'], node: false },

  'epcis-xml': { floor: 3, imports: ['epcis'], node: false },
  ledger: { floor: 3, imports: ['elements', 'wire'], node: false },
  'material-balance': { floor: 3, imports: ['elements', 'numerics', 'accountancy', 'reconcile', 'ledger'], node: false },
  feasibility: { floor: 3, imports: ['elements', 'separation', 'ledger'], node: false },
  lineage: { floor: 3, imports: ['ledger'], node: false },
  record: { floor: 3, imports: ['merkle', 'units', 'elements', 'epcis', 'ledger', 'lineage'], node: false },
  access: { floor: 3, imports: ['epcis', 'record', 'registry'], node: false },
  rights: { floor: 3, imports: ['units', 'ledger'], node: false },
  registry: { floor: 3, imports: ['units', 'elements', 'wire', 'epcis'], node: false },
  industry: { floor: 3, imports: ['elements', 'numerics'], node: false },

  indicators: { floor: 3, imports: ['wire', 'elements', 'ledger'], node: false },
  cases: { floor: 3, imports: ['wire'], node: false },
  statistics: { floor: 3, imports: ['elements', 'numerics', 'ledger'], node: false },
  conduct: { floor: 3, imports: [], node: false },
  scenarios: { floor: 3, imports: ['elements', 'numerics', 'industry'], node: false },
  rules: { floor: 3, imports: ['units', 'elements', 'numerics', 'epcis', 'accountancy', 'ledger', 'feasibility', 'record', 'rights', 'registry'], node: false },
  passport: { floor: 3, imports: ['wire', 'epcis'], node: false },

  labels: { floor: 4, imports: [], node: true },
  app: {
    floor: 4,
    // oxfmt-ignore
    imports: ['units', 'elements', 'numerics', 'wire', 'epcis', 'epcis-xml', 'merkle', 'gs1', 'separation', 'accountancy', 'reconcile', 'ledger', 'material-balance', 'feasibility', 'record', 'lineage', 'access', 'rights', 'registry', 'industry', 'scenarios', 'rules', 'cases', 'conduct', 'statistics', 'indicators', 'passport', 'labels'],
    node: true,
  },

  store: { floor: 5, imports: ['merkle', 'epcis', 'ledger', 'lineage', 'record'], node: true },

  server: { floor: 6, imports: ['wire', 'epcis', 'access', 'passport', 'epcis-xml', 'merkle', 'gs1', 'app'], node: true },
  cli: { floor: 6, imports: ['units', 'wire', 'epcis', 'separation', 'material-flow', 'reconcile', 'epcis-xml', 'access', 'passport', 'app'], node: true },
  web: { floor: 6, imports: ['wire', 'separation'], node: false },

  main: { floor: 7, imports: ['record', 'app', 'store', 'server', 'cli'], node: true },
};
