import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { Problem, ProblemCode, Reading } from '../epcis/index.ts';
import { type Declaration, FORBIDDEN_NAME, type XmlAttribute, type XmlElement, type XmlName, xpathOf } from './xml-element.ts';

/** The deepest nesting of elements that is read; real documents need about twelve levels. */
export const XML_DEPTH_MAX = 64;
/** Attributes and namespaces that one element may have; real ones have up to thirty. */
export const XML_ATTRIBUTES_MAX = 1000;
/** Elements and attributes that may be held at once: those of one event, and of the header. */
export const XML_NODES_MAX = 1_000_000;

/** Called when an element has been read whole. What it keeps for itself (true) is not kept in the element's parent. */
export type Take = (element: XmlElement) => boolean;

/** An element while it is being read. */
interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

interface Level {
  readonly element: OpenElement;
  /** How many children of each name there were; null before the first. */
  counts: Map<string, number> | null;
  /** Nodes that were held before the element began. */
  readonly nodesBefore: number;
}

/** The first fault ends the reading: behind it nothing in a text is certain. */
class XmlFault extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'XmlFault';
    this.problem = problem;
  }
}

const NO_ATTRIBUTES: readonly XmlAttribute[] = [];
const NO_DECLARATIONS: readonly Declaration[] = [];

/**
 * Reads a text as XML 1.0 with namespaces. There are no document types: a `<!DOCTYPE` is refused, so the five predefined entities and
 * character references are all that is ever replaced, and nothing outside the text is looked at. Depth and number of elements are bounded.
 * @param text a byte order mark and any line ends are fine
 * @param take receives each element when it ends, inner ones first
 * @returns the root element, or one problem with its line and XPath
 */
export function parseXml(text: string, take: Take = () => false): Reading<XmlElement> {
  if (!text.isWellFormed()) {
    const message = 'the text holds half of a surrogate pair, which is no character';
    return { ok: false, problems: [{ path: '/', code: 'xml.character', message }] };
  }
  try {
    return { ok: true, value: new TreeReader(take).read(text) };
  } catch (error) {
    if (error instanceof XmlFault) return { ok: false, problems: [error.problem] };
    throw error;
  }
}

/** Builds the elements of a text. */
class TreeReader {
  private readonly parser = new SaxesParser({ xmlns: true, position: true, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  private readonly take: Take;
  private readonly open: Level[] = [];
  private root: XmlElement | null = null;
  private nodes = 0;
  private startLine = 1;
  private attributes = 0;

  constructor(take: Take) {
    this.take = take;
    const { parser } = this;
    parser.on('error', (error) => this.fail('xml.syntax', `no well-formed XML: ${withoutPosition(error.message)}`));
    parser.on('doctype', () => this.fail('xml.doctype', 'has a document type (<!DOCTYPE …>); take it out: EPCIS needs none'));
    parser.on('xmldecl', ({ encoding }) => this.checkEncoding(encoding));
    parser.on('opentagstart', () => {
      this.startLine = parser.line;
      this.attributes = 0;
    });
    parser.on('attribute', () => this.countAttribute());
    parser.on('opentag', (tag) => this.begin(tag));
    parser.on('text', (characters) => this.add(characters));
    parser.on('cdata', (characters) => this.add(characters));
    parser.on('closetag', () => this.end());
  }

  /** @throws XmlFault */
  read(text: string): XmlElement {
    this.parser.write(text).close();
    if (this.root === null) throw new Error('TreeReader: the parser found no fault and no root element');
    return this.root;
  }

  private checkEncoding(encoding: string | undefined): void {
    if (encoding === undefined || /^(?:utf-?8|us-ascii)$/i.test(encoding)) return;
    this.fail('xml.encoding', `says that it is in ${encoding.slice(0, 40)}; save it as UTF-8 and say so`);
  }

  private begin(tag: SaxesTagNS): void {
    if (this.open.length >= XML_DEPTH_MAX) {
      this.fail('xml.depth', `is nested deeper than ${XML_DEPTH_MAX} elements; no event needs that`);
    }
    const nodesBefore = this.nodes;
    const attributes = attributesOf(tag);
    const declared = declarationsOf(tag);
    this.count(1 + attributes.length + declared.length);
    this.checkNames(tag, attributes, declared);
    const { prefix, local, uri } = tag;
    const parent = this.open.at(-1);
    const place = parent === undefined ? 1 : nextPlace(parent, tag.name);
    const above = parent?.element ?? null;
    const element = {
      prefix,
      local,
      uri,
      attributes,
      declared,
      children: [],
      text: '',
      line: this.startLine,
      place,
      parent: above,
    };
    this.open.push({ element, counts: null, nodesBefore });
  }

  /** Counted one by one: the parser would take very long over an element with a million of them. */
  private countAttribute(): void {
    this.attributes += 1;
    if (this.attributes > XML_ATTRIBUTES_MAX)
      this.fail('xml.size', `has more than ${XML_ATTRIBUTES_MAX} attributes in one element`);
  }

  private count(nodes: number): void {
    this.nodes += nodes;
    if (this.nodes <= XML_NODES_MAX) return;
    this.fail('xml.size', `has more than ${XML_NODES_MAX} elements and attributes in one event or in its header`);
  }

  private checkNames(tag: SaxesTagNS, attributes: readonly XmlAttribute[], declared: readonly Declaration[]): void {
    if (!isForbidden(tag) && !attributes.some(isForbidden) && !declared.some(([prefix]) => prefix === FORBIDDEN_NAME)) return;
    this.fail('xml.name', `has an element, attribute or prefix named ${FORBIDDEN_NAME}, which no field may be`);
  }

  private add(characters: string): void {
    const level = this.open.at(-1);
    if (level !== undefined) level.element.text += characters;
  }

  private end(): void {
    const { element, nodesBefore } = this.open.pop()!;
    const parent = this.open.at(-1);
    if (parent === undefined) this.root = element;
    if (this.take(element)) this.nodes = nodesBefore;
    else parent?.element.children.push(element);
  }

  private fail(code: ProblemCode, message: string): never {
    const element = this.open.at(-1)?.element;
    throw new XmlFault({ path: element === undefined ? '/' : xpathOf(element), code, message, line: this.parser.line });
  }
}

function attributesOf({ attributes }: SaxesTagNS): readonly XmlAttribute[] {
  const found = Object.values(attributes).filter((attribute) => attribute.prefix !== 'xmlns' && attribute.name !== 'xmlns');
  return found.length === 0 ? NO_ATTRIBUTES : found.map(({ prefix, local, uri, value }) => ({ prefix, local, uri, value }));
}

function declarationsOf({ ns }: SaxesTagNS): readonly Declaration[] {
  const found = Object.entries(ns);
  return found.length === 0 ? NO_DECLARATIONS : found;
}

function isForbidden({ prefix, local }: XmlName): boolean {
  return local === FORBIDDEN_NAME || prefix === FORBIDDEN_NAME;
}

function nextPlace(level: Level, name: string): number {
  level.counts ??= new Map();
  const place = (level.counts.get(name) ?? 0) + 1;
  level.counts.set(name, place);
  return place;
}

/** The parser's message begins with line and column, and may hold a name of any length. */
function withoutPosition(message: string): string {
  const bare = message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
  return bare.length > 120 ? `${bare.slice(0, 119)}…` : bare;
}
