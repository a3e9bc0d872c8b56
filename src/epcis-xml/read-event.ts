import {
  type Json,
  type JsonObject,
  namespacesOf,
  type Problem,
  type ProblemCode,
  shortVocabulary,
  type VocabularyKind,
  withContext,
} from '../epcis/index.ts';
import { EVENT_FORMS, EVENT_TYPES, type Form, type Forms } from './event-forms.ts';
import type { Prefixes } from './prefixes.ts';
import { fieldNameOf, isNil, objectOf, readAttribute, readBoolean, readExtension, readNumber } from './read-extension.ts';
import { withReeValues } from './ree-values.ts';
import { attributeOf, contentOf, isStandard, type XmlElement, xpathOf, XSI } from './xml-element.ts';

/** What the reading of a document's elements needs and what it finds. */
export interface ReadingScope {
  readonly prefixes: Prefixes;
  readonly problems: Problem[];
  /** EPCIS 1.x demands lists that may be empty, so that an empty one says nothing there. */
  readonly dropsEmptyLists: boolean;
}

/** Reports what is wrong with an element. */
export function report(scope: ReadingScope, element: XmlElement, code: ProblemCode, message: string): void {
  scope.problems.push({ path: xpathOf(element), code, message, line: element.line });
}

/**
 * An event as EPCIS writes it in JSON. Nothing of it is checked but what JSON could not say: the event's schema does the rest.
 * @param own the prefixes that the event binds otherwise than its document
 */
export function readEvent(element: XmlElement, scope: ReadingScope, own: JsonObject | null): JsonObject {
  const type = isStandard(element) ? element.local : fieldNameOf(element, scope.prefixes);
  if (type === 'QuantityEvent') {
    report(scope, element, 'document.kind', 'is of EPCIS 1.0 and was withdrawn; send an ObjectEvent with its quantityList');
  } else if (isStandard(element) && !EVENT_TYPES.has(type)) {
    report(
      scope,
      element,
      'document.kind',
      `is no event of EPCIS; it has ${[...EVENT_TYPES].join(', ')} and events of your own namespace`,
    );
  }
  const fields = readObject(element, EVENT_FORMS, scope);
  const event = { type, ...(own === null ? {} : { '@context': own }), ...fields };
  const context = scope.prefixes.context();
  return withReeValues(event, own === null ? namespacesOf(context) : withContext(namespacesOf(context), own));
}

/** An object of the standard: its fields by their forms, all else as extensions. */
function readObject(element: XmlElement, forms: Forms, scope: ReadingScope): JsonObject {
  refuseText(element, scope);
  const fields: JsonObject = {};
  const extensions: [string, Json][] = extensionAttributes(element, scope);
  for (const child of contentOf(element)) {
    const form = isStandard(child) ? forms.get(child.local) : undefined;
    if (form !== undefined && isNil(child)) continue;
    if (form === undefined) extensions.push([fieldNameOf(child, scope.prefixes), readExtension(child, scope.prefixes)]);
    else addField(fields, child, form, scope);
  }
  for (const [name] of extensions) {
    if (!forms.has(name) && !(forms === EVENT_FORMS && RESERVED.has(name))) continue;
    report(scope, element, 'xml.content', `states ${name} as an extension or attribute, where it is a field of the standard`);
  }
  return { ...fields, ...objectOf(extensions) };
}

/** What an event has in JSON besides its fields. */
const RESERVED: ReadonlySet<string> = new Set(['type', '@context']);

function extensionAttributes(element: XmlElement, scope: ReadingScope): [string, Json][] {
  return element.attributes
    .filter((attribute) => attribute.uri !== XSI)
    .map((attribute) => [...readAttribute(attribute, scope.prefixes)]);
}

function addField(fields: JsonObject, element: XmlElement, form: Form, scope: ReadingScope): void {
  const name = element.local;
  const known = fields[name];
  if (form.is === 'repeated') {
    const value = readForm(element, form.form, scope);
    fields[name] = Array.isArray(known) ? [...known, value] : [value];
  } else if (form.is === 'one-or-more') {
    const value = readForm(element, form.form, scope);
    fields[name] = known === undefined ? value : [known, value].flat();
  } else if (known !== undefined) {
    report(scope, element, 'xml.content', 'stands a second time; state it once');
  } else {
    const value = readForm(element, form, scope);
    if (!(scope.dropsEmptyLists && Array.isArray(value) && value.length === 0)) fields[name] = value;
  }
}

function readForm(element: XmlElement, form: Form, scope: ReadingScope): Json {
  switch (form.is) {
    case 'list':
      return readItems(element, form.item, form.form, scope);
    case 'object':
      return readObject(element, form.fields, scope);
    case 'attributes':
      return readAttributes(element, form.fields, scope);
    case 'typed':
      return readTyped(element, form.vocabulary, scope);
    case 'repeated':
    case 'one-or-more':
      return readForm(element, form.form, scope);
    default:
      return readText(element, form, scope);
  }
}

function readItems(element: XmlElement, item: string, form: Form, scope: ReadingScope): Json[] {
  refuseText(element, scope);
  const items: Json[] = [];
  for (const child of contentOf(element)) {
    if (isStandard(child) && child.local === item) items.push(readForm(child, form, scope));
    else report(scope, child, 'xml.content', `is no ${item}; only these may stand in ${element.local}`);
  }
  return items;
}

function readText(element: XmlElement, form: Form, scope: ReadingScope): Json {
  for (const child of element.children) report(scope, child, 'xml.content', `stands in ${element.local}, which holds only text`);
  return readScalar(element.text.trim(), form);
}

function readScalar(text: string, form: Form): Json {
  if (form.is === 'number') return readNumber(text) ?? text;
  if (form.is === 'boolean') return readBoolean(text) ?? text;
  return form.is === 'word' ? shortVocabulary(form.vocabulary, text) : text;
}

/** `<source type="urn:epcglobal:cbv:sdt:location">urn:…</source>` */
function readTyped(element: XmlElement, vocabulary: VocabularyKind, scope: ReadingScope): JsonObject {
  const type = attributeOf(element, 'type');
  const id = readText(element, { is: 'text' }, scope);
  return { ...(type === undefined ? {} : { type: shortVocabulary(vocabulary, type.trim()) }), [element.local]: id };
}

function readAttributes(element: XmlElement, forms: Forms, scope: ReadingScope): JsonObject {
  refuseText(element, scope);
  const known = element.attributes.filter(({ uri }) => uri !== XSI);
  const fields = known.map((attribute): [string, Json] => {
    const form = attribute.uri === '' ? forms.get(attribute.local) : undefined;
    const [name, value] = readAttribute(attribute, scope.prefixes);
    return [name, form === undefined ? value : readScalar(attribute.value.trim(), form)];
  });
  const inside = contentOf(element).map((child): [string, Json] => [
    fieldNameOf(child, scope.prefixes),
    readExtension(child, scope.prefixes),
  ]);
  return objectOf([...fields, ...inside]);
}

function refuseText(element: XmlElement, scope: ReadingScope): void {
  const text = element.text.trim();
  if (text !== '')
    report(scope, element, 'xml.content', `holds text (${JSON.stringify(text.slice(0, 40))}) where only elements may stand`);
}
