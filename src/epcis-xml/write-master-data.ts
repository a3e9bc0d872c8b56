import { type Json, type JsonObject, pathTo } from '../epcis/index.ts';
import { scalarText, writeExtension } from './write-extension.ts';
import type { WrittenNames } from './write-names.ts';
import type { Node } from './xml-text.ts';

/** Vocabularies as a `VocabularyList`. @param path where they stand in JSON, for problems */
export function writeVocabularies(vocabularies: Json, names: WrittenNames, path: string): Node {
  const content = objectsIn(vocabularies).map((vocabulary, place): Node => {
    const elements = vocabulary['vocabularyElementList'];
    const inside = pathTo(path, place, 'vocabularyElementList');
    const list = objectsIn(elements).map((element, at) => writeElement(element, names, pathTo(inside, at)));
    return {
      name: 'Vocabulary',
      attributes: [['type', scalarText(vocabulary['type'] ?? '')]],
      content: elements === undefined ? [] : [{ name: 'VocabularyElementList', content: list }],
    };
  });
  return { name: 'VocabularyList', content };
}

function writeElement(element: JsonObject, names: WrittenNames, path: string): Node {
  const attributes = objectsIn(element['attributes']).map((attribute, place) =>
    writeAttribute(attribute, names, pathTo(path, 'attributes', place)),
  );
  const children = element['children'];
  const ids = Array.isArray(children) ? children.map((id): Node => ({ name: 'id', content: scalarText(id) })) : [];
  return {
    name: 'VocabularyElement',
    attributes: [['id', scalarText(element['id'] ?? '')]],
    content: children === undefined ? attributes : [...attributes, { name: 'children', content: ids }],
  };
}

function writeAttribute(attribute: JsonObject, names: WrittenNames, path: string): Node {
  const value = attribute['attribute'] ?? '';
  const content =
    typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => writeExtension(key, inner, names, pathTo(path, 'attribute', key)))
      : scalarText(value);
  return { name: 'attribute', attributes: [['id', scalarText(attribute['id'] ?? '')]], content, path };
}

function objectsIn(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
