import { cpus, totalmem } from 'node:os';

const GIB = 2 ** 30;

/** The machine of a run: processor, cores, memory, operating system, Node.js. */
export function describeMachine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / GIB);
  return `${model}, ${processors.length} cores, ${memory} GiB, ${process.platform} ${process.arch}, Node.js ${process.versions.node}`;
}
