import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { type ModuleRule, PURE_FLOOR_MAX } from '../../src/architecture.ts';
import { isSyntaxNode, parseSource, type Source, type SyntaxNode } from './sources.ts';

/** The rules that hold the house up, by name; every breach says which one, where, and what to do. */
export type Rule =
  | 'table'
  | 'unlisted-import'
  | 'deep-import'
  | 'outside-import'
  | 'unused-permission'
  | 'node-access'
  | 'cycle'
  | 'impurity';

export interface Breach {
  readonly rule: Rule;
  readonly message: string;
}

type Table = Readonly<Record<string, ModuleRule>>;

interface Import {
  readonly path: string;
  readonly module: string;
  readonly line: number;
  readonly specifier: string;
}

const BUILTIN = new Set(builtinModules);
const TABLE = 'src/architecture.ts';

/**
 * Every breach of the import table in a set of sources.
 * @param table module → what it may import
 * @param sources path (`src/ledger/post.ts`) → text; tests, a tool's `*.config.ts` and files outside a module folder are passed over
 */
export function findBreaches(table: Table, sources: ReadonlyMap<string, string>): Breach[] {
  const parsed = [...sources].filter(([path]) => isModuleSource(path)).map(([path, text]) => parseSource(path, text));
  const imports = parsed.flatMap(importsOf);
  return [
    ...tableBreaches(table),
    ...folderBreaches(table, parsed),
    ...imports.flatMap((found) => importBreaches(table, found)),
    ...unusedPermissions(table, imports),
    ...fileCycles(imports),
    ...parsed.flatMap((source) => impurities(table, source)),
  ];
}

/** The module that a path of `src/` belongs to, or undefined outside a module folder. */
export function moduleOf(path: string): string | undefined {
  return /^src\/([^/]+)\/./.exec(path)?.[1];
}

function isModuleSource(path: string): boolean {
  return moduleOf(path) !== undefined && /\.tsx?$/.test(path) && !/\.(test|config)\.tsx?$/.test(path);
}

function tableBreaches(table: Table): Breach[] {
  const breaches = Object.entries(table).flatMap(([name, rule]) => [
    ...rule.imports.flatMap((other) => permissionBreaches(table, name, rule, other)),
    ...(rule.floor <= PURE_FLOOR_MAX && rule.node
      ? [
          breach(
            'table',
            `${name} is on floor ${rule.floor} and pure: it cannot be given node:*. Move what needs it to a higher floor.`,
          ),
        ]
      : []),
  ]);
  const edges = Object.entries(table).flatMap(([name, rule]) => rule.imports.map((other) => [name, other] as const));
  return [...breaches, ...cyclesIn(edges, 'between modules of the table')];
}

function permissionBreaches(table: Table, name: string, rule: ModuleRule, other: string): Breach[] {
  const target = table[other];
  if (target === undefined) {
    return [breach('table', `${name} may import ${other}, which is no module: correct the name in ${TABLE}.`)];
  }
  if (target.floor <= rule.floor) return [];
  return [breach('table', `${name} (floor ${rule.floor}) may import ${other} (floor ${target.floor}): imports point down only.`)];
}

function folderBreaches(table: Table, parsed: readonly Source[]): Breach[] {
  const folders = new Set(parsed.map((source) => moduleOf(source.path) ?? ''));
  const unknown = [...folders].filter((folder) => table[folder] === undefined);
  const empty = Object.keys(table).filter((name) => !folders.has(name));
  return [
    ...unknown.map((name) =>
      breach('table', `src/${name} is no module of the table: give it a floor and its imports in ${TABLE}.`),
    ),
    ...empty.map((name) => breach('unused-permission', `src/${name} has no source: take the module out of ${TABLE}.`)),
  ];
}

function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  source.walk((node) => {
    const literal = IMPORTING.has(node.type) ? node['source'] : undefined;
    if (!isSyntaxNode(literal) || typeof literal['value'] !== 'string') return;
    const specifier = literal['value'];
    found.push({ path: source.path, module: moduleOf(source.path) ?? '', line: source.lineAt(node.start), specifier });
  });
  return found;
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

/** The file that a relative import names, or undefined for a package. */
function targetOf(found: Import): string | undefined {
  if (!found.specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(found.path), found.specifier.replace(/\?.*$/, ''));
}

function importBreaches(table: Table, found: Import): Breach[] {
  const target = targetOf(found);
  const where = `${found.path}:${found.line}`;
  if (target === undefined) return packageBreaches(table, found, where);
  if (/\.test\.tsx?$/.test(target)) {
    return [breach('outside-import', `${where} imports the test ${target}: move what it needs into a source file.`)];
  }
  const module = moduleOf(target);
  if (module === undefined) {
    return [
      breach('outside-import', `${where} imports ${target}, outside the modules: read data at run time below packageRoot().`),
    ];
  }
  return module === found.module ? [] : crossingBreaches(table, found, module, target, where);
}

function crossingBreaches(table: Table, found: Import, module: string, target: string, where: string): Breach[] {
  const breaches: Breach[] = [];
  if (!(table[found.module]?.imports.includes(module) ?? true)) {
    const advice = `move the code to the module that may, pass the value as a parameter, or add '${module}' to ${found.module} in ${TABLE}`;
    breaches.push(breach('unlisted-import', `${where}: ${found.module} may not import ${module}. Either ${advice}.`));
  }
  if (target !== `src/${module}/index.ts`) {
    const advice = `export what you need from src/${module}/index.ts and import that`;
    breaches.push(breach('deep-import', `${where} reaches past the face of ${module} to ${target}: ${advice}.`));
  }
  return breaches;
}

function packageBreaches(table: Table, found: Import, where: string): Breach[] {
  if (!isBuiltin(found)) return [];
  if (!found.specifier.startsWith('node:')) {
    return [breach('node-access', `${where} imports ${found.specifier}: write node:${found.specifier}.`)];
  }
  if (table[found.module]?.node ?? true) return [];
  const advice = `pass the value in as a parameter, or do this in a module that may`;
  return [breach('node-access', `${where}: ${found.module} may not touch ${found.specifier}: ${advice}.`)];
}

function isBuiltin(found: Import): boolean {
  return found.specifier.startsWith('node:') || BUILTIN.has(found.specifier);
}

function unusedPermissions(table: Table, imports: readonly Import[]): Breach[] {
  const used = new Set(imports.map((found) => `${found.module} ${moduleOf(targetOf(found) ?? '') ?? ''}`));
  const nodeUsers = new Set(imports.filter(isBuiltin).map((found) => found.module));
  return Object.entries(table).flatMap(([name, rule]) => [
    ...rule.imports
      .filter((other) => !used.has(`${name} ${other}`))
      .map((other) => breach('unused-permission', `${name} never imports ${other}: take '${other}' out of ${name} in ${TABLE}.`)),
    ...(rule.node && !nodeUsers.has(name)
      ? [breach('unused-permission', `${name} never touches node:*: set node to false for ${name} in ${TABLE}.`)]
      : []),
  ]);
}

function fileCycles(imports: readonly Import[]): Breach[] {
  const edges = imports.map((found) => [found.path, targetOf(found)] as const);
  return cyclesIn(
    edges.filter((edge): edge is [string, string] => edge[1] !== undefined),
    'of imports (type imports count)',
  );
}

/** One breach for each cycle that a depth-first walk meets. */
function cyclesIn(edges: readonly (readonly [string, string])[], kind: string): Breach[] {
  const next = Map.groupBy(edges, ([from]) => from);
  const done = new Set<string>();
  const breaches: Breach[] = [];
  const visit = (name: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(name);
    if (seenAt !== -1) {
      const loop = [...trail.slice(seenAt), name].join(' → ');
      breaches.push(breach('cycle', `cycle ${kind}: ${loop}. Move what both need into a file below them.`));
      return;
    }
    if (done.has(name)) return;
    for (const [, to] of next.get(name) ?? []) visit(to, [...trail, name]);
    done.add(name);
  };
  for (const name of next.keys()) visit(name, []);
  return breaches;
}

function impurities(table: Table, source: Source): Breach[] {
  const module = moduleOf(source.path) ?? '';
  const rule = table[module];
  if (rule === undefined || rule.floor > PURE_FLOOR_MAX) return [];
  const breaches: Breach[] = [];
  source.walk((node) => {
    const call = impureCall(node);
    if (call === undefined) return;
    const advice = call.random ? 'take a seeded source of randomness as a parameter' : 'take the time as a parameter';
    breaches.push(
      breach('impurity', `${source.path}:${source.lineAt(node.start)}: ${call.text} in pure module ${module}: ${advice}.`),
    );
  });
  return breaches;
}

function impureCall(node: SyntaxNode): { text: string; random: boolean } | undefined {
  if (node.type === 'MemberExpression') {
    const text = `${lastName(node['object'])}.${lastName(node['property'])}`;
    if (text === 'Date.now' || text === 'performance.now') return { text, random: false };
    const random = text === 'Math.random' || text === 'crypto.getRandomValues' || text === 'crypto.randomUUID';
    return random ? { text, random } : undefined;
  }
  if (lastName(node['callee']) !== 'Date') return undefined;
  if (node.type === 'CallExpression') return { text: 'Date()', random: false };
  const isNow = node.type === 'NewExpression' && Array.isArray(node['arguments']) && node['arguments'].length === 0;
  return isNow ? { text: 'new Date()', random: false } : undefined;
}

/** The last name of `a`, `x.a` or `x['a']`; empty for anything else. */
function lastName(value: unknown): string {
  if (!isSyntaxNode(value)) return '';
  if (value.type === 'Identifier') return String(value['name']);
  if (value.type === 'Literal') return String(value['value']);
  return value.type === 'MemberExpression' ? lastName(value['property']) : '';
}

function breach(rule: Rule, message: string): Breach {
  return { rule, message };
}
