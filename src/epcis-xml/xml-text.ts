import type { Problem } from '../epcis/index.ts';
import { FORBIDDEN_NAME } from './xml-element.ts';

/** An element to be written. A name is `prefix:local` as it shall stand; whoever builds the element declares the prefix. */
export interface Node {
  readonly name: string;
  readonly attributes?: readonly (readonly [name: string, value: string])[];
  readonly content: string | readonly Node[];
  /** Where the value stands in JSON, for problems. */
  readonly path?: string;
}

/** An element that holds others. */
export function parent(name: string, ...children: readonly (Node | null)[]): Node {
  return { name, content: children.filter((child) => child !== null) };
}

/** What no XML 1.0 may hold, not even as a character reference. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * A document as text, one element a line.
 * @param problems receives each text that XML cannot hold
 */
export function writeXml(root: Node, problems: Problem[]): string {
  const lines: string[] = [];
  writeNode(root, '', lines, problems);
  return `${DECLARATION}${lines.join('\n')}\n`;
}

function writeNode(node: Node, indent: string, lines: string[], problems: Problem[]): void {
  const { name, content } = node;
  const attributes = (node.attributes ?? []).map(([key, value]) => ` ${key}="${escaped(value, node, problems)}"`).join('');
  if (typeof content === 'string') {
    const text = escaped(content, node, problems);
    lines.push(text === '' ? `${indent}<${name}${attributes}/>` : `${indent}<${name}${attributes}>${text}</${name}>`);
  } else if (content.length === 0) {
    lines.push(`${indent}<${name}${attributes}/>`);
  } else {
    lines.push(`${indent}<${name}${attributes}>`);
    for (const child of content) writeNode(child, `${indent}  `, lines, problems);
    lines.push(`${indent}</${name}>`);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** White space other than blanks as references: a reader makes blanks of it in attributes, and of line ends one kind. */
function escaped(text: string, node: Node, problems: Problem[]): string {
  const fault = FORBIDDEN.exec(text);
  if (fault !== null) problems.push(unwritable(fault[0], node));
  return text.replace(/[&<>"\t\n\r]/g, (sign) => ESCAPES[sign] ?? `&#${sign.charCodeAt(0)};`);
}

function unwritable(character: string, node: Node): Problem {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const message = `holds U+${code}, which XML cannot hold in any way; ask for JSON`;
  return { path: node.path ?? `//${node.name}`, code: 'xml.character', message };
}

/** Whether a text can be a name without prefix (NCName of Namespaces in XML) that our own reader takes. */
export function isLocalName(text: string): boolean {
  return NC_NAME.test(text) && text !== FORBIDDEN_NAME;
}

const NAME_START =
  'A-Z_a-z\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{2ff}\\u{370}-\\u{37d}\\u{37f}-\\u{1fff}\\u{200c}\\u{200d}\\u{2070}-\\u{218f}\\u{2c00}-\\u{2fef}\\u{3001}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fffd}\\u{10000}-\\u{effff}';
const NC_NAME = new RegExp(`^[${NAME_START}][${NAME_START}\\-.0-9\\u{b7}\\u{300}-\\u{36f}\\u{203f}\\u{2040}]*$`, 'u');
