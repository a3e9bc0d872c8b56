import { EMPTY_REGISTRY, readRegistry, viewRegistry, type Registry } from '../registry/index.ts';
import type { RecordReader } from '../record/index.ts';
import { worldOf, type World } from './world.ts';

/** Names of the documents that hold the registry: its text, and a number that grows with each change. */
export const REGISTRY_DOCUMENT = 'registry';
export const REGISTRY_VERSION_DOCUMENT = 'registry-version';

/** Keeps the registry ready for use, and reads it anew when its version in the record has changed. */
export class WorldSource {
  private version: string | null = null;
  private world: World = worldOf(viewRegistry(EMPTY_REGISTRY));

  /** The world as the record now describes it. */
  async current(reader: RecordReader): Promise<World> {
    const version = await reader.document(REGISTRY_VERSION_DOCUMENT);
    if (version === this.version) return this.world;
    const text = await reader.document(REGISTRY_DOCUMENT);
    this.world = worldOf(viewRegistry(text === null ? EMPTY_REGISTRY : storedRegistry(text)));
    this.version = version;
    return this.world;
  }
}

function storedRegistry(text: string): Registry {
  const reading = readRegistry(text);
  if (!reading.ok) throw new Error(`the registry on record cannot be read: ${reading.problems[0]?.message ?? ''}`);
  return reading.registry;
}
