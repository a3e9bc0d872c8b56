import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, visitorKeys } from 'oxc-parser';

/** The root of the checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A node of the syntax tree, reduced to what every node has; the other fields are read by name with a check. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** One parsed source file: `walk` visits every node, parents first, and `lineAt` turns an offset into a line from 1. */
export interface Source {
  readonly path: string;
  walk(visit: (node: SyntaxNode, parent: SyntaxNode | undefined) => void): void;
  lineAt(offset: number): number;
}

/**
 * Paths of the project's own files, relative to the root and with `/`: what git tracks or would track.
 * Without git (an unpacked archive) every file outside the folders that `.gitignore` names.
 */
export function projectFiles(): string[] {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const files = listed.status === 0 ? listed.stdout.split('\0').filter((path) => path !== '') : filesUnder(ROOT, ignoredNames());
  return [...new Set(files)].filter((path) => isFile(path)).toSorted();
}

/** The text of a project file. */
export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Parses one TypeScript or JavaScript file. @throws Error that names the file when it does not parse */
export function parseSource(path: string, text: string): Source {
  const parsed = parseSync(path, text);
  const problem = parsed.errors.find((error) => error.severity === 'Error');
  if (problem !== undefined) throw new Error(`${path} does not parse: ${problem.message}`);
  const program = parsed.program as unknown as SyntaxNode;
  return {
    path,
    walk: (visit) => walkNode(program, undefined, visit),
    lineAt: lineCounter(text),
  };
}

function walkNode(node: SyntaxNode, parent: SyntaxNode | undefined, visit: (n: SyntaxNode, p: SyntaxNode | undefined) => void) {
  visit(node, parent);
  for (const key of visitorKeys[node.type] ?? []) {
    const child = node[key];
    for (const item of Array.isArray(child) ? child : [child]) {
      if (isSyntaxNode(item)) walkNode(item, node, visit);
    }
  }
}

/** Whether a field of a node is a node itself. */
export function isSyntaxNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    const next = starts.findIndex((start) => start > offset);
    return next === -1 ? starts.length : next;
  };
}

function isFile(path: string): boolean {
  return statSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile() === true;
}

function ignoredNames(): Set<string> {
  const folders = readText('.gitignore')
    .split('\n')
    .map((line) => line.trim().replaceAll('/', ''));
  return new Set(['.git', ...folders]);
}

function filesUnder(folder: string, ignored: ReadonlySet<string>): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (ignored.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path, ignored);
    return entry.isFile() ? [relative(ROOT, path).split(sep).join('/')] : [];
  });
}
