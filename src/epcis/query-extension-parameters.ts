import { namesOfField } from './extension-names.ts';
import type { Namespaces } from './namespaces.ts';
import type { Comparison, Condition, ExtensionField, ExtensionScope } from './query-model.ts';
import { ParameterRefusal, quote, type RawParameter, readBound, readExists, readOperand, readStrings } from './query-values.ts';

const SCOPES: Readonly<Record<string, ExtensionScope>> = {
  ILMD: 'ilmd',
  ERROR_DECLARATION: 'errorDeclaration',
  SENSORELEMENT: 'sensorElement',
  SENSORMETADATA: 'sensorMetadata',
  SENSORREPORT: 'sensorReport',
  readPoint: 'readPoint',
  bizLocation: 'bizLocation',
};

const FIELD_PARAMETER = new RegExp(`^(EQ|GT|GE|LT|LE|EXISTS)_(INNER_)?(?:(${Object.keys(SCOPES).join('|')})_)?(.+)$`);
const EXTENSION_NAME = /^[A-Za-z][\w.+-]*:\S+$/;

/**
 * The condition of a parameter on an extension field: `EQ_example:myField`, `GE_INNER_ILMD_example:batchSize`,
 * `EXISTS_SENSORREPORT_example:note`.
 * @returns undefined when the name is none of these, null when the parameter asks for nothing
 * @throws ParameterRefusal when the value cannot be used
 */
export function readExtensionParameter(raw: RawParameter, namespaces: Namespaces): Condition | null | undefined {
  const parts = FIELD_PARAMETER.exec(raw.name);
  const name = parts?.[4];
  if (parts === null || name === undefined || !EXTENSION_NAME.test(name)) return undefined;
  const scope = parts[3] === undefined ? 'event' : SCOPES[parts[3]]!;
  const field: ExtensionField = { scope, inner: parts[2] !== undefined, names: namesOfField(name, namespaces) };
  if (parts[1] === 'EXISTS') return readExists(raw) ? { on: 'extensionExists', field } : null;
  const comparison = parts[1] as Comparison;
  return { on: 'extension', field, comparison, operand: comparison === 'EQ' ? readOperand(raw) : readBound(raw) };
}

/** Standard fields whose values are vocabulary elements or identifiers, so that master data may describe them. */
const ATTRIBUTE_FIELDS = [
  'readPoint',
  'bizLocation',
  'bizStep',
  'disposition',
  'epcClass',
  'bizTransaction',
  'source',
  'destination',
  'transformationID',
] as const;

const ATTRIBUTE_PARAMETER = /^(HASATTR|EQATTR|EQ_ATTR)_(.+)$/;

/**
 * The condition of a parameter on master data: `HASATTR_bizLocation`, `EQATTR_bizLocation_{attribute}`
 * (which the query schema writes `EQ_ATTR_…`).
 * @returns undefined when the name is none of these
 * @throws ParameterRefusal when field or attribute cannot be told from the name, or the value cannot be used
 */
export function readAttributeParameter(raw: RawParameter, namespaces: Namespaces): Condition | undefined {
  const parts = ATTRIBUTE_PARAMETER.exec(raw.name);
  if (parts === null) return undefined;
  const rest = parts[2]!;
  if (parts[1] === 'HASATTR') {
    const attributes = readStrings(raw).flatMap((attribute) => attributeNames(attribute, namespaces));
    return { on: 'attribute', field: attributeField(rest, namespaces), attributes, anyOf: null };
  }
  // The first underscore ends the field's name; the standard lets us refuse fields that have underscores of their own.
  const split = /^([^_]+)_(.+)$/.exec(rest);
  if (split === null) throw new ParameterRefusal('must name a field and an attribute: EQATTR_bizLocation_city');
  const attributes = attributeNames(split[2]!, namespaces);
  return { on: 'attribute', field: attributeField(split[1]!, namespaces), attributes, anyOf: readStrings(raw) };
}

function attributeField(name: string, namespaces: Namespaces): string | readonly string[] {
  const standard = ATTRIBUTE_FIELDS.find((field) => field === name);
  if (standard !== undefined) return standard;
  if (!EXTENSION_NAME.test(name)) throw new ParameterRefusal(`${quote(name)} is no field with master data`);
  return namesOfField(name, namespaces);
}

function attributeNames(name: string, namespaces: Namespaces): readonly string[] {
  return [...new Set([name, ...namesOfField(name, namespaces)])];
}
