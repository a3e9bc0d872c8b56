import { isSyntaxNode, parseSource, type SyntaxNode } from './sources.ts';

/** Limits of the house, in lines and bytes. */
export const FILE_LINES_MAX = 600;
export const FUNCTION_LINES_MAX = 70;
export const BLOB_BYTES_MAX = 1 << 20;

// Written in pieces, so that this file does not find itself.
const LEFTOVER = new RegExp(`\\b(${['FIX', 'TO'].map((half, index) => half + ['ME', 'DO'][index]).join('|')}|X{3})\\b`);
const MACHINE_PATH = new RegExp(`(?<![\\w.:\\-/)\\]}])/(${['work', 'home', 'root'].join('|')})(?![\\w.-])(/|(?=['"\`\\s]|$))`);

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
/** A callback of these groups tests or keeps a table together; it is no function to read in one go. */
const GROUPS = new Set(['describe', 'suite']);

/**
 * Every untidiness of one text file.
 * @param path relative to the root, with `/`
 * @returns one message each, with the line and what to do
 */
export function untidinessOf(path: string, text: string): string[] {
  const lines = text.split('\n');
  const problems = lines.flatMap((line, index) => lineProblems(line).map((problem) => `${path}:${index + 1} ${problem}`));
  if (text.includes('\r\n')) problems.push(`${path} has CRLF line ends: write LF.`);
  if (path.startsWith('src/') && lines.length > FILE_LINES_MAX) {
    problems.push(`${path} has ${lines.length} lines, more than ${FILE_LINES_MAX}: split it by subject.`);
  }
  return /\.(ts|tsx|js|mjs)$/.test(path) ? [...problems, ...longFunctions(path, text)] : problems;
}

function lineProblems(line: string): string[] {
  const problems: string[] = [];
  const leftover = LEFTOVER.exec(line);
  if (leftover !== null) problems.push(`has a leftover ${leftover[0]}: do it now, or file an issue.`);
  const path = MACHINE_PATH.exec(line);
  if (path !== null) problems.push(`names a folder of one machine (${path[0]}): use a relative path or a parameter.`);
  return problems;
}

function longFunctions(path: string, text: string): string[] {
  const source = parseSource(path, text);
  const problems: string[] = [];
  source.walk((node, parent) => {
    if (!FUNCTIONS.has(node.type) || isGroup(parent)) return;
    const first = source.lineAt(node.start);
    const lines = source.lineAt(node.end) - first + 1;
    if (lines <= FUNCTION_LINES_MAX) return;
    problems.push(`${path}:${first} has a function of ${lines} lines, more than ${FUNCTION_LINES_MAX}: give its parts names.`);
  });
  return problems;
}

function isGroup(parent: SyntaxNode | undefined): boolean {
  const callee = parent?.type === 'CallExpression' ? parent['callee'] : undefined;
  return isSyntaxNode(callee) && GROUPS.has(String(callee['name']));
}
