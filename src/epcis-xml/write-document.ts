import {
  type Json,
  type JsonObject,
  namespacesOf,
  pathTo,
  type Problem,
  type Reading,
  type VocabularySpelling,
  withContext,
} from '../epcis/index.ts';
import { wrappersOf, type XmlVersion } from './layouts.ts';
import { writeEvent } from './write-event.ts';
import { scalarText, writeExtension } from './write-extension.ts';
import { writeVocabularies } from './write-master-data.ts';
import { WrittenNames } from './write-names.ts';
import { EPCIS_1, EPCIS_2, QUERY_1, QUERY_2, SBDH } from './xml-element.ts';
import { type Node, parent, writeXml } from './xml-text.ts';

/**
 * An EPCISDocument, an EPCISQueryDocument or a single event (as a document of one) as XML text, with which the events keep their hashes.
 * What 1.2 does not know (AssociationEvent, sensor elements, …) stands there in the `extension` that it has for later versions.
 * @param document a valid document in the JSON form of EPCIS 2.0
 * @param spelling how words of the standard vocabularies are written out
 * @returns the text, or a problem for each value with a character that XML cannot hold
 */
export function writeXmlDocument(
  document: JsonObject,
  version: XmlVersion,
  spelling: VocabularySpelling = 'urn',
): Reading<string> {
  const problems: Problem[] = [];
  const text = writeXml(new DocumentWriter(framed(document), version, spelling).root(), problems);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: text };
}

/** XML has no event that stands alone. */
function framed(document: JsonObject): JsonObject {
  if (scalarText(document['type'] ?? '').endsWith('Document')) return document;
  const { '@context': context = null, ...event } = document;
  const creationDate = event['recordTime'] ?? event['eventTime'] ?? '';
  return { '@context': context, type: 'EPCISDocument', schemaVersion: '2.0', creationDate, epcisBody: { eventList: [event] } };
}

/** Fields of the frame that stand elsewhere in XML than as extensions. */
const FRAME: ReadonlySet<string> = new Set([
  '@context',
  'type',
  'id',
  'schemaVersion',
  'creationDate',
  'instanceIdentifier',
  'sender',
  'receiver',
  'epcisHeader',
  'epcisBody',
]);
const RESULTS: ReadonlySet<string> = new Set(['queryName', 'subscriptionID', 'resultsBody']);

class DocumentWriter {
  private readonly document: JsonObject;
  private readonly version: XmlVersion;
  private readonly spelling: VocabularySpelling;
  private readonly names: WrittenNames;

  constructor(document: JsonObject, version: XmlVersion, spelling: VocabularySpelling) {
    this.document = document;
    this.version = version;
    this.spelling = spelling;
    this.names = new WrittenNames(namespacesOf(document['@context']));
  }

  root(): Node {
    const isQuery = this.document['type'] === 'EPCISQueryDocument';
    const content = [this.header(), isQuery ? this.queryBody() : this.body(), ...this.extensions(this.document, FRAME, '$')];
    return {
      name: isQuery ? 'epcisq:EPCISQueryDocument' : 'epcis:EPCISDocument',
      attributes: [...this.formDeclarations(isQuery), ...this.names.declarations(), ...this.stated()],
      content: content.filter((part) => part !== null),
    };
  }

  private formDeclarations(isQuery: boolean): [string, string][] {
    const [epcis, query] = this.version === '1.2' ? [EPCIS_1, QUERY_1] : [EPCIS_2, QUERY_2];
    const sbdh: [string, string][] = this.businessHeader() === null ? [] : [['xmlns:sbdh', SBDH]];
    return [isQuery ? ['xmlns:epcisq', query] : ['xmlns:epcis', epcis], ...sbdh];
  }

  private stated(): [string, string][] {
    const { creationDate } = this.document;
    const created: [string, string][] = creationDate === undefined ? [] : [['creationDate', scalarText(creationDate)]];
    return [['schemaVersion', this.version], ...created];
  }

  private header(): Node | null {
    const header = fieldsOf(this.document['epcisHeader']);
    const vocabularies = fieldsOf(header['epcisMasterData'])['vocabularyList'];
    const path = '$.epcisHeader.epcisMasterData.vocabularyList';
    const masterData =
      vocabularies === undefined
        ? null
        : parent('extension', parent('EPCISMasterData', writeVocabularies(vocabularies, this.names, path)));
    const others = this.extensions(header, new Set(['epcisMasterData']), '$.epcisHeader');
    const whole = parent('EPCISHeader', this.businessHeader(), masterData, ...others);
    return whole.content.length === 0 ? null : whole;
  }

  /** The Standard Business Document Header, of which JSON keeps sender, receiver and number of the message. */
  private businessHeader(): Node | null {
    const { sender, receiver, instanceIdentifier, creationDate } = this.document;
    if (sender === undefined && receiver === undefined && instanceIdentifier === undefined) return null;
    const party = (name: string, id: Json | undefined): Node | null =>
      id === undefined ? null : parent(`sbdh:${name}`, leaf('sbdh:Identifier', id));
    return parent(
      'sbdh:StandardBusinessDocumentHeader',
      leaf('sbdh:HeaderVersion', '1.0'),
      party('Sender', sender),
      party('Receiver', receiver),
      parent(
        'sbdh:DocumentIdentification',
        leaf('sbdh:Standard', 'EPCglobal'),
        leaf('sbdh:TypeVersion', '1.0'),
        leaf('sbdh:InstanceIdentifier', instanceIdentifier ?? ''),
        leaf('sbdh:Type', 'Events'),
        leaf('sbdh:CreationDateAndTime', creationDate ?? ''),
      ),
    );
  }

  private body(): Node {
    const body = fieldsOf(this.document['epcisBody']);
    return parent('EPCISBody', this.eventList(body['eventList'], '$.epcisBody.eventList'));
  }

  private queryBody(): Node {
    const results = fieldsOf(fieldsOf(this.document['epcisBody'])['queryResults']);
    const resultsBody = fieldsOf(results['resultsBody']);
    const path = '$.epcisBody.queryResults';
    const vocabularies = resultsBody['vocabularyList'];
    const content = [
      leaf('queryName', results['queryName'] ?? ''),
      results['subscriptionID'] === undefined ? null : leaf('subscriptionID', results['subscriptionID']),
      parent(
        'resultsBody',
        this.eventList(resultsBody['eventList'], `${path}.resultsBody.eventList`),
        vocabularies === undefined ? null : writeVocabularies(vocabularies, this.names, `${path}.resultsBody.vocabularyList`),
      ),
      ...this.extensions(results, RESULTS, path),
    ];
    return parent('EPCISBody', parent('epcisq:QueryResults', ...content));
  }

  private eventList(events: Json | undefined, path: string): Node {
    const list = Array.isArray(events) ? events : [];
    return parent('EventList', ...list.map((event, place) => this.event(fieldsOf(event), pathTo(path, place))));
  }

  private event(event: JsonObject, path: string): Node {
    const own = event['@context'];
    const names = own === undefined ? this.names : this.namesOf(own);
    const written = writeEvent(event, { names, version: this.version, spelling: this.spelling }, path);
    const declared =
      names === this.names ? written : { ...written, attributes: [...(written.attributes ?? []), ...names.declarations()] };
    const wrappers = wrappersOf(scalarText(event['type'] ?? ''), this.version);
    return wrappers.reduceRight<Node>((inner, wrapper) => parent(wrapper, inner), declared);
  }

  private namesOf(own: Json): WrittenNames {
    return new WrittenNames(withContext(namespacesOf(this.document['@context']), own), this.names);
  }

  private extensions(object: JsonObject, known: ReadonlySet<string>, path: string): Node[] {
    return Object.entries(object)
      .filter(([name]) => !known.has(name))
      .flatMap(([name, value]) => writeExtension(name, value, this.names, pathTo(path, name)));
  }
}

function leaf(name: string, value: Json): Node {
  return { name, content: scalarText(value) };
}

function fieldsOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
