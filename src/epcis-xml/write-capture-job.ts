import type { Json, JsonObject } from '../epcis/index.ts';
import { scalarText } from './write-extension.ts';
import { EPCIS_2 } from './xml-element.ts';
import { type Node, writeXml } from './xml-text.ts';

/** The namespace of what our problems say beyond RFC 9457: path, line, code. */
const PROBLEMS = 'https://w3id.org/ytterby/problems/';
const RFC_9457 = ['type', 'title', 'status', 'detail', 'instance'];

/**
 * A capture job as an `EPCISCaptureJob` of EPCIS 2.0. Characters of its errors that XML cannot hold become U+FFFD.
 * @param job a job in the JSON form of the standard
 */
export function writeXmlCaptureJob(job: JsonObject): string {
  const { errors } = job;
  const list = (Array.isArray(errors) ? errors : []).filter((error) => typeof error === 'object' && error !== null);
  const root: Node = {
    name: 'epcis:EPCISCaptureJob',
    attributes: [
      ['xmlns:epcis', EPCIS_2],
      ['xmlns:ytterby', PROBLEMS],
      ...['running', 'success', 'captureID'].map((name): [string, string] => [name, textOf(job[name])]),
    ],
    content: [
      ...leaves(job, ['captureErrorBehaviour', 'createdAt', 'finishedAt']),
      ...(list.length === 0 ? [] : [{ name: 'errors', content: list.map((error) => errorNode(error as JsonObject)) }]),
    ],
  };
  return writeXml(root, []);
}

function errorNode(error: JsonObject): Node {
  const others = Object.keys(error).filter((name) => !RFC_9457.includes(name));
  return { name: 'error', content: [...leaves(error, RFC_9457), ...leaves(error, others, 'ytterby:')] };
}

function leaves(object: JsonObject, names: readonly string[], prefix = ''): Node[] {
  return names
    .filter((name) => object[name] !== undefined && object[name] !== null)
    .map((name) => ({ name: prefix + name, content: textOf(object[name]) }));
}

function textOf(value: Json | undefined): string {
  return scalarText(value ?? '').replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
