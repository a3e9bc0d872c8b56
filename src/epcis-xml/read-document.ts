import {
  type DocumentReading,
  type Json,
  type JsonObject,
  type Problem,
  problemOfDepth,
  readDocumentValue,
  type Reading,
} from '../epcis/index.ts';
import { EVENT_TYPES } from './event-forms.ts';
import { parseXml } from './parse-xml.ts';
import { Prefixes } from './prefixes.ts';
import { readAttribute, objectOf, readExtension, fieldNameOf } from './read-extension.ts';
import { readEvent, type ReadingScope, report } from './read-event.ts';
import { readVocabularies } from './read-master-data.ts';
import {
  attributeOf,
  childOf,
  contentOf,
  type Declaration,
  EPCIS_1,
  isNamed,
  isStandard,
  isWrapper,
  QUERY_1,
  SBDH,
  type XmlElement,
  XSI,
} from './xml-element.ts';

const EPCIS_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

/** A document in the form of EPCIS 2.0 JSON-LD, not validated, and the line on which each of its events begins. */
export interface XmlAsJson {
  readonly json: JsonObject;
  readonly eventLines: readonly number[];
}

/**
 * An EPCISDocument, an EPCISQueryDocument or a single event from its XML text, of EPCIS 1.0 to 1.2 or 2.0.
 * @returns what `readDocument` of `epcis` gives for the same document in JSON; problems of the XML have line and XPath, those that the
 *   schema finds afterwards have JSON paths
 */
export function readXmlDocument(text: string): DocumentReading {
  const reading = xmlAsJson(text);
  if (!reading.ok) return reading;
  const { json, eventLines } = reading.value;
  const tooDeep = problemOfDepth(json);
  if (tooDeep !== null) return { ok: false, problems: [tooDeep] };
  const document = readDocumentValue(json);
  return document.ok ? { ok: true, document: { ...document.document, eventLines } } : document;
}

/** The same without validation, for those who want the event hash of any document. */
export function xmlAsJson(text: string): Reading<XmlAsJson> {
  const reader = new DocumentReader();
  const parsed = parseXml(text, (element) => reader.takeEvent(element));
  if (!parsed.ok) return parsed;
  const json = reader.finish(parsed.value);
  return reader.problems.length > 0
    ? { ok: false, problems: reader.problems }
    : { ok: true, value: { json, eventLines: reader.lines } };
}

/** Reads events as they end, so that the elements of no more than one are held, and the frame at the end. */
class DocumentReader {
  readonly problems: Problem[] = [];
  readonly lines: number[] = [];
  private readonly events: JsonObject[] = [];
  private readonly prefixes = new Prefixes();
  private rootSeen = false;

  /** @returns whether the element is an event of the document's list */
  takeEvent(element: XmlElement): boolean {
    if (!isEventOfList(element)) return false;
    this.readOne(element);
    return true;
  }

  /** The document, without checks, from its root element. */
  finish(root: XmlElement): JsonObject {
    if (isStandard(root) && EVENT_TYPES.has(root.local)) {
      this.readOne(root);
      return { '@context': this.context(), ...this.events[0] };
    }
    this.seeRoot(root);
    if (isNamed(root, 'EPCISDocument') && root.uri !== '') return this.document(root, { epcisBody: { eventList: this.events } });
    if (isNamed(root, 'EPCISQueryDocument') && root.uri !== '') return this.queryDocument(root);
    const message = `is {${root.uri}}${root.local}; expected an EPCISDocument, an EPCISQueryDocument or an event of EPCIS 1.x or 2.0`;
    report(this.scope(root), root, 'document.kind', message.slice(0, 300));
    return {};
  }

  private readOne(element: XmlElement): void {
    const root = rootOf(element);
    this.seeRoot(root);
    const clashes = element === root ? [] : this.prefixes.declare(element.declared);
    const own = clashes.length === 0 ? null : Object.fromEntries(clashes);
    this.lines.push(element.line);
    this.events.push(readEvent(element, this.scope(root, clashes), own));
  }

  /** The root's prefixes come before those of any event. */
  private seeRoot(root: XmlElement): void {
    if (this.rootSeen) return;
    this.rootSeen = true;
    this.prefixes.declare(root.declared);
    this.checkVersion(root);
  }

  private checkVersion(root: XmlElement): void {
    const version = attributeOf(root, 'schemaVersion');
    const known = isVersion1(root) ? ['1.0', '1.1', '1.2', '2.0'] : ['2.0', '2.0.0', '2.0.1'];
    if (version === undefined || known.includes(version)) return;
    const message = `states schemaVersion ${JSON.stringify(version.slice(0, 20))}; in its namespace ${known.join(', ')} are read`;
    report(this.scope(root), root, 'document.version', message);
  }

  /** @param own what the event at hand binds otherwise than the document */
  private scope(root: XmlElement, own: readonly Declaration[] = []): ReadingScope {
    const inner = own.length === 0 ? this.prefixes : new Prefixes(this.prefixes);
    for (const [prefix, uri] of own) inner.bind(prefix, uri);
    return { prefixes: inner, problems: this.problems, dropsEmptyLists: isVersion1(root) };
  }

  private context(): Json {
    const bindings = this.prefixes.context();
    return bindings === null ? [EPCIS_CONTEXT] : [EPCIS_CONTEXT, bindings];
  }

  private queryDocument(root: XmlElement): JsonObject {
    const body = childOf(root, 'EPCISBody');
    const results = body === undefined ? undefined : childOf(body, 'QueryResults');
    const resultsBody = results === undefined ? undefined : childOf(results, 'resultsBody');
    if (results === undefined || resultsBody === undefined) return this.document(root, {});
    const vocabularies = childOf(resultsBody, 'VocabularyList');
    const queryResults = {
      ...textField('queryName', childOf(results, 'queryName')),
      ...textField('subscriptionID', childOf(results, 'subscriptionID')),
      ...this.extensionsIn(results, ['queryName', 'subscriptionID', 'resultsBody']),
      resultsBody: {
        eventList: this.events,
        ...(vocabularies === undefined ? {} : { vocabularyList: readVocabularies(vocabularies, this.prefixes) }),
      },
    };
    return this.document(root, { epcisBody: { queryResults } });
  }

  private document(root: XmlElement, body: JsonObject): JsonObject {
    const header = childOf(root, 'EPCISHeader');
    const creationDate = attributeOf(root, 'creationDate');
    const fields = {
      type: root.local,
      ...(attributeOf(root, 'schemaVersion') === undefined ? {} : { schemaVersion: '2.0' }),
      ...(creationDate === undefined ? {} : { creationDate }),
      ...(header === undefined ? {} : this.header(header)),
      ...this.extensionsIn(root, ['EPCISHeader', 'EPCISBody']),
      ...body,
    };
    return { '@context': this.context(), ...fields };
  }

  /** Sender, receiver and number of the message are all that JSON has of the Standard Business Document Header; its rest is left out. */
  private header(header: XmlElement): JsonObject {
    const business = header.children.find(({ uri, local }) => uri === SBDH && local === 'StandardBusinessDocumentHeader');
    const masterData = childOf(header, 'EPCISMasterData');
    const list = masterData === undefined ? undefined : childOf(masterData, 'VocabularyList');
    const epcisHeader = {
      ...(list === undefined ? {} : { epcisMasterData: { vocabularyList: readVocabularies(list, this.prefixes) } }),
      ...this.extensionsIn(header, ['EPCISMasterData']),
    };
    return {
      ...textField('sender', below(business, 'Sender', 'Identifier')),
      ...textField('receiver', below(business, 'Receiver', 'Identifier')),
      ...textField('instanceIdentifier', below(business, 'DocumentIdentification', 'InstanceIdentifier')),
      ...(Object.keys(epcisHeader).length === 0 ? {} : { epcisHeader }),
    };
  }

  /** The extensions of a part of the frame; names of the standard that stand there and are not known are refused. */
  private extensionsIn(element: XmlElement, known: readonly string[]): JsonObject {
    const scope = this.scope(element);
    const attributes = element.attributes.filter(({ uri }) => uri !== '' && uri !== XSI);
    const children = contentOf(element).filter(
      (child) => child.uri !== SBDH && !(isStandard(child) && known.includes(child.local)),
    );
    for (const child of children.filter(isStandard)) report(scope, child, 'xml.content', `is no part of ${element.local}`);
    return objectOf([
      ...attributes.map((attribute) => readAttribute(attribute, this.prefixes)),
      ...children.map((child): [string, Json] => [fieldNameOf(child, this.prefixes), readExtension(child, this.prefixes)]),
    ]);
  }
}

/** What an event list may stand in, from the root down. */
const LIST_PLACES: readonly (readonly string[])[] = [
  ['EPCISDocument', 'EPCISBody', 'EventList'],
  ['EPCISQueryDocument', 'EPCISBody', 'QueryResults', 'resultsBody', 'EventList'],
];

function isEventOfList(element: XmlElement): boolean {
  const { parent } = element;
  if (parent === null || !(parent.local === 'EventList' || isWrapper(parent)) || isWrapper(element)) return false;
  const above: string[] = [];
  for (let at: XmlElement | null = parent; at !== null; at = at.parent) {
    if (!isStandard(at)) return false;
    if (!isWrapper(at)) above.unshift(at.local);
  }
  return LIST_PLACES.some((place) => place.length === above.length && place.every((name, depth) => name === above[depth]));
}

function rootOf(element: XmlElement): XmlElement {
  return element.parent === null ? element : rootOf(element.parent);
}

function isVersion1({ uri }: XmlElement): boolean {
  return uri === EPCIS_1 || uri === QUERY_1;
}

function textField(name: string, element: XmlElement | undefined): JsonObject {
  return element === undefined ? {} : { [name]: element.text.trim() };
}

function below(element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>((at, name) => at?.children.find(({ local }) => local === name), element);
}
